import type * as domain from '#domain/input/order-input'
import { builder } from '#schema/builder'
import { FulfilledBy, LineKind } from '#schema/enums'
import type { FieldsOf } from './fields-of.ts'

const amount = "Decimal text in the order's currency."

const TaxLineInput = builder.inputRef<domain.TaxLineInput>('TaxLineInput').implement({
  description: 'One tax of a line.',
  fields: (t): FieldsOf<domain.TaxLineInput> => ({
    title: t.string({ description: 'Such as "VAT".' }),
    rate: t.string({ description: 'A decimal fraction: "0.2" is 20 %.' }),
    amount: t.string({ required: true, description: amount }),
    collectedBy: t.string({ description: 'MERCHANT (also where absent) or CHANNEL: who pays it to the state.' }),
  }),
})

export const OrderLineInput = builder.inputRef<domain.OrderLineInput>('OrderLineInput').implement({
  description:
    'What was bought. `total` is authoritative; without it the line comes to unitPrice × quantity − discount.',
  fields: (t): FieldsOf<domain.OrderLineInput> => ({
    reference: t.string({
      required: true,
      description: "The channel's own id of the line, unique in the order and stable.",
    }),
    kind: t.field({ type: LineKind, defaultValue: 'GOODS' }),
    fulfilledBy: t.field({
      type: FulfilledBy,
      defaultValue: 'MERCHANT',
      description: 'Only goods that the merchant fulfils take stock.',
    }),
    sku: t.string({ description: 'Yours. One that no stock item has is stored, held and shown as UNMAPPED_SKU.' }),
    channelSku: t.string({ description: "The channel's own; mapChannelSku says which item it is." }),
    title: t.string({ description: 'As the buyer saw it.' }),
    properties: t.field({ type: 'JSON', description: 'Personalisation and options, as they are.' }),
    quantity: t.int({
      required: true,
      description: 'Units as ordered, from 1, including any that were cancelled since.',
    }),
    unitPrice: t.string({
      description: `${amount} More decimals than the currency has are allowed; the line's total is rounded.`,
    }),
    total: t.string({ description: `${amount} After the line's discount; with tax where taxesIncluded.` }),
    discount: t.string({ description: `${amount} A positive amount.` }),
    tax: t.string({ description: `${amount} The sum of taxLines where absent.` }),
    taxLines: t.field({ type: [TaxLineInput] }),
  }),
})
