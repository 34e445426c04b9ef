import type { Address as AddressShape } from '#domain/values/address'
import type {
  CustomerStatus as CustomerStatusWord,
  DeliveryMethod as DeliveryMethodWord,
  OrderKind as OrderKindWord,
  OrderStatus as OrderStatusWord,
  PaymentStatus as PaymentStatusWord,
} from '#domain/vocabulary'
import { Address } from './address.ts'
import { builder } from './builder.ts'
import { CustomerStatus, DeliveryMethod, OrderKind, OrderStatus, PaymentStatus } from './enums.ts'
import { NEEDS_CUSTOMERS, seesCustomers } from './personal.ts'
import { stored } from './stored.ts'
import { visibleOne } from './visibility.ts'

// Only the columns that a query requests are read. What belongs to an order is in the files named order-*.ts.

export const Order = builder.prismaNode('Order', {
  nullable: true,
  id: { field: 'id', description: 'For `node`, and for naming the order in a mutation.' },
  findUnique: (id, context) => visibleOne('Order', id, context),
  select: { id: true },
  description: 'The master record of one order: header, lines, payments, fulfilment, money, conversation and history.',
  fields: (t) => ({
    number: t.exposeString('number', {
      description:
        'The one order ID, such as "CD-1000042-7". It ends in a check character, so a mistyped one is refused, not mistaken for another.',
    }),
    kind: t.field({ type: OrderKind, select: { kind: true }, resolve: ({ kind }) => kind as OrderKindWord }),
    version: t.exposeInt('version', {
      description:
        'The sequence of its last event: 1, 2, 3 … without a hole. Send it as `ifVersion` to refuse a change on top of one that you have not seen.',
    }),
    channel: t.relation('channel', { nullable: true, description: 'Where it was sold.' }),
    status: t.field({
      type: OrderStatus,
      description: 'Where it stands in the shared lifecycle; see the query `lifecycle` for the meaning of each.',
      select: { status: true },
      resolve: ({ status }) => status as OrderStatusWord,
    }),
    customerStatus: t.field({
      type: CustomerStatus,
      description: 'What the buyer may see. Never SHIPPED before the carrier has the parcel; holds never show.',
      select: { customerStatus: true },
      resolve: ({ customerStatus }) => customerStatus as CustomerStatusWord,
    }),
    paymentStatus: t.field({
      type: PaymentStatus,
      description: 'Over all its payments. An order that comes to zero is PAID; one without any price never is.',
      select: { paymentStatus: true },
      resolve: ({ paymentStatus }) => paymentStatus as PaymentStatusWord,
    }),
    placedAt: t.expose('placedAt', { type: 'DateTime', description: 'When the buyer placed it.' }),
    importedAt: t.expose('importedAt', { type: 'DateTime', description: 'When it first arrived here.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When anything about it last changed here.' }),
    releasedAt: t.expose('releasedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was first committed to fulfilment. Null before.',
    }),
    closedAt: t.expose('closedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When nothing was left to do: delivered, returned or cancelled as a whole. Null before.',
    }),
    notBefore: t.expose('notBefore', {
      type: 'DateTime',
      nullable: true,
      description:
        'It is not released before this: a pre-order, or the time in which the buyer may still change it. Mostly null.',
    }),
    shipBy: t.expose('shipBy', {
      type: 'DateTime',
      nullable: true,
      description: 'The latest dispatch that keeps the promise. Null where the channel promised nothing.',
    }),
    deliverBy: t.expose('deliverBy', {
      type: 'DateTime',
      nullable: true,
      description: 'The latest delivery that was promised. Null where the channel promised nothing.',
    }),
    deliveryMethod: t.field({
      type: DeliveryMethod,
      select: { deliveryMethod: true },
      resolve: ({ deliveryMethod }) => deliveryMethod as DeliveryMethodWord,
    }),
    shippingService: t.exposeString('shippingService', {
      nullable: true,
      description: 'What the buyer bought, in the channel\'s words, such as "Next day". Null where it said nothing.',
    }),
    customer: t.relation('customer', {
      nullable: true,
      description: `Who bought it. Null for a guest that left nothing. ${NEEDS_CUSTOMERS}`,
      authScopes: { scope: 'customers:read' },
      unauthorizedResolver: () => null,
    }),
    shippingAddress: t.field({
      type: Address,
      nullable: true,
      description: `Where it goes. Null where nothing is shipped. ${NEEDS_CUSTOMERS}`,
      select: { shippingAddress: true },
      resolve: ({ shippingAddress }, _, context) =>
        seesCustomers(context) ? stored<AddressShape | null>(shippingAddress) : null,
    }),
    shippingCountryCode: t.field({
      type: 'CountryCode',
      nullable: true,
      description:
        'The country it goes to; shown without customers:read too. Null where unknown or where nothing is shipped.',
      select: { shippingAddress: true },
      resolve: ({ shippingAddress }) => stored<AddressShape | null>(shippingAddress)?.countryCode ?? null,
    }),
    billingAddress: t.field({
      type: Address,
      nullable: true,
      description: `Null where the channel gave none. ${NEEDS_CUSTOMERS}`,
      select: { billingAddress: true },
      resolve: ({ billingAddress }, _, context) =>
        seesCustomers(context) ? stored<AddressShape | null>(billingAddress) : null,
    }),
    buyerNote: t.string({
      nullable: true,
      description: `What the buyer asked for. ${NEEDS_CUSTOMERS}`,
      select: { buyerNote: true },
      resolve: ({ buyerNote }, _, context) => (seesCustomers(context) ? buyerNote : null),
    }),
    giftMessage: t.string({
      nullable: true,
      description: `To be printed and put in. ${NEEDS_CUSTOMERS}`,
      select: { giftMessage: true },
      resolve: ({ giftMessage }, _, context) => (seesCustomers(context) ? giftMessage : null),
    }),
    tags: t.exposeStringList('tags', { description: "The channel's tags and ours, in no order." }),
    lineCount: t.exposeInt('lineCount', { description: 'How many lines it has.' }),
  }),
})
