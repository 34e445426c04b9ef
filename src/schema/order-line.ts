import type { LineComponent as LineComponentShape, LineRow } from '#domain/rows/order-rows'
import type { Collector, FulfilledBy as FulfilledByWord, LineKind as LineKindWord } from '#domain/vocabulary'
import { builder } from './builder.ts'
import { CollectedBy, FulfilledBy, LineKind } from './enums.ts'
import { Money, money } from './money.ts'
import { NEEDS_CUSTOMERS, seesCustomers } from './personal.ts'
import { stored } from './stored.ts'
import { visibleOne } from './visibility.ts'

const TaxLine = builder.objectRef<LineRow['taxLines'][number] & { currencyCode: string }>('TaxLine').implement({
  fields: (t) => ({
    title: t.exposeString('title', { nullable: true, description: 'Such as "VAT".' }),
    rate: t.expose('rate', { type: 'Decimal', nullable: true, description: 'As a share: "0.2" is 20 %.' }),
    amount: t.field({ type: Money, resolve: ({ amount, currencyCode }) => money(amount, currencyCode) }),
    collectedBy: t.field({
      type: CollectedBy,
      description: 'Who owes it to the tax office: a marketplace often collects it itself.',
      resolve: ({ collectedBy }) => collectedBy as Collector,
    }),
  }),
})

const LineComponent = builder
  .objectRef<LineComponentShape & { allocated: number; shipped: number; returned: number }>('LineComponent')
  .implement({
    description: 'What is really taken from stock for a line.',
    fields: (t) => ({
      sku: t.exposeString('sku'),
      stockItem: t.prismaField({
        type: 'StockItem',
        nullable: true,
        description: 'Null while the SKU is unknown here.',
        resolve: (query, { stockItemId }, _, { handle }) =>
          stockItemId === null ? null : handle.prisma.stockItem.findUnique({ ...query, where: { id: stockItemId } }),
      }),
      perUnit: t.exposeInt('perUnit', { description: 'Pieces for one unit of the line.' }),
      allocated: t.exposeInt('allocated', { description: 'Pieces committed to a shipment that has not left.' }),
      shipped: t.exposeInt('shipped', { description: 'Pieces that left, delivered or not.' }),
      returned: t.exposeInt('returned', { description: 'Pieces that came back.' }),
      substitutedFor: t.exposeString('substitutedFor', {
        nullable: true,
        description: 'The SKU that was sold, where another is sent instead.',
      }),
    }),
  })

const counters = {
  sku: true,
  stockItemId: true,
  kind: true,
  components: true,
  allocated: true,
  shipped: true,
  delivered: true,
  returned: true,
  lost: true,
} as const

type Counters = Omit<Pick<LineRow, keyof typeof counters>, 'kind' | 'components'> & {
  kind: string
  components: unknown
}

export const OrderLine = builder.prismaNode('OrderLine', {
  nullable: true,
  id: { field: 'id' },
  select: { id: true },
  findUnique: (id, context) => visibleOne('OrderLine', id, context),
  description:
    'A line of an order. Each unit is in exactly one place: quantity = open + allocated + shipped + delivered + cancelled + returned + lost.',
  fields: (t) => ({
    reference: t.exposeString('reference', { nullable: true, description: "The channel's own id of the line." }),
    kind: t.field({
      type: LineKind,
      description: 'Only GOODS that the merchant fulfils take stock and drive the lifecycle.',
      select: { kind: true },
      resolve: ({ kind }) => kind as LineKindWord,
    }),
    fulfilledBy: t.field({
      type: FulfilledBy,
      select: { fulfilledBy: true },
      resolve: ({ fulfilledBy }) => fulfilledBy as FulfilledByWord,
    }),
    sku: t.exposeString('sku', {
      nullable: true,
      description:
        "What was sold: our SKU, or the channel's where it is unknown here. Null where the channel named none.",
    }),
    channelSku: t.exposeString('channelSku', { nullable: true, description: 'What the channel calls it.' }),
    title: t.exposeString('title'),
    properties: t.field({
      type: 'JSON',
      nullable: true,
      description: `Personalisation and options, as the channel gave them. ${NEEDS_CUSTOMERS}`,
      select: { properties: true },
      resolve: ({ properties }, _, context) => (seesCustomers(context) ? properties : null),
    }),
    quantity: t.exposeInt('quantity', { description: 'Units ordered.' }),
    open: t.exposeInt('open', { description: 'Units not committed to any shipment yet.' }),
    allocated: t.exposeInt('allocated', {
      description: 'Units on planned, picking or packed shipments; their stock is committed.',
    }),
    shipped: t.exposeInt('shipped', { description: 'Units with the carrier now.' }),
    delivered: t.exposeInt('delivered', { description: 'Units that arrived.' }),
    cancelled: t.exposeInt('cancelled', { description: 'Units cancelled before dispatch.' }),
    returned: t.exposeInt('returned', { description: 'Units that came back.' }),
    lost: t.exposeInt('lost', { description: 'Units that a carrier lost.' }),
    unitPrice: t.field({
      type: Money,
      nullable: true,
      description: 'Null where no whole price a unit exists: 3 for 10.00.',
      select: { unitPrice: true, order: { select: { currencyCode: true } } },
      resolve: ({ unitPrice, order }) => (unitPrice === null ? null : money(unitPrice, order.currencyCode)),
    }),
    discount: t.field({
      type: Money,
      description: 'On this line, as a positive amount.',
      select: { discount: true, order: { select: { currencyCode: true } } },
      resolve: ({ discount, order }) => money(discount, order.currencyCode),
    }),
    tax: t.field({
      type: Money,
      description: "Contained in `total` where the order's `taxesIncluded`.",
      select: { tax: true, order: { select: { currencyCode: true } } },
      resolve: ({ tax, order }) => money(tax, order.currencyCode),
    }),
    total: t.field({
      type: Money,
      description: 'What the line comes to after its discount; authoritative over unit price × quantity.',
      select: { total: true, order: { select: { currencyCode: true } } },
      resolve: ({ total, order }) => money(total, order.currencyCode),
    }),
    taxLines: t.field({
      type: [TaxLine],
      description: 'At most 20.',
      select: { taxLines: true, order: { select: { currencyCode: true } } },
      resolve: ({ taxLines, order }) =>
        stored<LineRow['taxLines']>(taxLines).map((line) => ({ ...line, currencyCode: order.currencyCode })),
    }),
    stockItem: t.relation('stockItem', {
      nullable: true,
      description: 'What is taken from stock; after a substitution the substitute. Null while the SKU is unknown here.',
    }),
    components: t.field({
      type: [LineComponent],
      description:
        "What is really taken from stock: the item itself, a kit's parts, a substitute. Empty where nothing is.",
      select: counters,
      resolve: (line) => componentsOf(line),
    }),
  }),
})

function componentsOf(line: Counters) {
  const own = { sku: line.sku ?? '', stockItemId: line.stockItemId, perUnit: 1, substitutedFor: null }
  const components =
    (line.components as LineComponentShape[] | null) ?? (line.kind === 'GOODS' && line.sku !== null ? [own] : [])
  return components.map((component) => ({
    ...component,
    allocated: line.allocated * component.perUnit,
    shipped: (line.shipped + line.delivered + line.returned + line.lost) * component.perUnit,
    returned: line.returned * component.perUnit,
  }))
}

builder.prismaObjectFields('Order', (t) => ({
  lines: t.relation('lines', {
    description: 'In the order of the channel; at most 2,000.',
    query: { orderBy: { position: 'asc' } },
  }),
}))
