import { LINES_PER_ORDER, REFERENCES_PER_ORDER, REPORTS_PER_ORDER, TAGS_PER_ORDER } from '#domain/input/limits'
import type * as domain from '#domain/input/order-input'
import { builder } from '#schema/builder'
import { AddressInput, CustomerInput } from './addresses.ts'
import type { FieldsOf } from './fields-of.ts'
import { OrderLineInput } from './order-lines.ts'
import {
  ImportedCancellationInput,
  ImportedFulfillmentInput,
  ImportedRefundInput,
  ImportedReturnInput,
} from './order-reports.ts'
import { PaymentInput } from './payment.ts'

const instant = 'ISO 8601 with an offset.'
const amount = "Decimal text in the order's currency."

const ChannelStatusInput = builder.inputRef<domain.ChannelStatusInput>('ChannelStatusInput').implement({
  description: "One of the channel's own statuses, in its words; mapChannelStatus says what it means.",
  fields: (t): FieldsOf<domain.ChannelStatusInput> => ({
    field: t.string({ required: true }),
    value: t.string({ required: true }),
  }),
})

const RiskInput = builder.inputRef<domain.RiskInput>('RiskInput').implement({
  description: 'What the channel or a provider says of the risk of fraud.',
  fields: (t): FieldsOf<domain.RiskInput> => ({
    level: t.string({ required: true, description: 'LOW, MEDIUM or HIGH. HIGH holds the order.' }),
    score: t.float(),
    provider: t.string(),
    reasons: t.stringList(),
  }),
})

export const OrderInput = builder.inputRef<domain.OrderInput>('OrderInput').implement({
  description: `An order as a channel shows it now: a snapshot, whole, with everything that was reported of it so far. What comes from a channel is plain text and checked
order by order. At most ${LINES_PER_ORDER} lines, ${REPORTS_PER_ORDER} payments, fulfilments, cancellations, refunds and returns each, ${REFERENCES_PER_ORDER} numbers in all and ${TAGS_PER_ORDER} tags.`,
  fields: (t): FieldsOf<domain.OrderInput> => ({
    channel: t.string({ required: true, description: 'Channel key.' }),
    reference: t.string({ required: true, description: "The channel's own order ID; unique in the channel." }),
    number: t.string({ description: 'The number that the buyer knows.' }),
    updatedAt: t.string({
      description: `The channel's clock: an older snapshot never overwrites a newer one. ${instant} Without it the snapshot is taken as of its arrival.`,
    }),
    placedAt: t.string({ required: true, description: instant }),
    test: t.boolean({ description: 'A test order is checked and answered with NOT_APPLIED, and not kept.' }),
    channelStatuses: t.field({ type: [ChannelStatusInput], description: 'All that the channel shows now.' }),
    currency: t.string({ required: true, description: 'ISO 4217.' }),
    taxesIncluded: t.boolean({ description: 'Whether amounts contain their tax; false where absent.' }),
    customer: t.field({ type: CustomerInput }),
    shippingAddress: t.field({ type: AddressInput }),
    billingAddress: t.field({ type: AddressInput }),
    lines: t.field({ type: [OrderLineInput], required: true }),
    shippingPrice: t.string({ description: amount }),
    shippingTax: t.string({ description: amount }),
    discount: t.string({ description: `${amount} Of the order as a whole, as a positive amount.` }),
    total: t.string({ description: `${amount} Differs from the sum: the order is held, TOTAL_MISMATCH.` }),
    deliveryMethod: t.string({
      description:
        'SHIPPING, PICKUP, LOCAL_DELIVERY or DIGITAL. Where absent: SHIPPING, or DIGITAL where no line is goods.',
    }),
    shippingService: t.string({ description: "What the buyer bought, in the channel's words." }),
    notBefore: t.string({ description: `Not to be released earlier. ${instant}` }),
    shipBy: t.string({ description: instant }),
    deliverBy: t.string({ description: instant }),
    buyerNote: t.string(),
    giftMessage: t.string(),
    payments: t.field({ type: [PaymentInput] }),
    risk: t.field({ type: RiskInput }),
    fulfillments: t.field({ type: [ImportedFulfillmentInput] }),
    cancellations: t.field({ type: [ImportedCancellationInput] }),
    refunds: t.field({ type: [ImportedRefundInput] }),
    returns: t.field({ type: [ImportedReturnInput] }),
    tags: t.stringList(),
  }),
})
