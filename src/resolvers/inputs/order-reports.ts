import type * as domain from '#domain/input/order-input'
import { builder } from '#schema/builder'
import type { FieldsOf } from './fields-of.ts'

const instant = 'ISO 8601 with an offset.'

const ImportedLineInput = builder.inputRef<domain.ImportedLineInput>('ImportedLineInput').implement({
  description: 'So many units of a line, named by its reference in this order.',
  fields: (t): FieldsOf<domain.ImportedLineInput> => ({
    line: t.string({ required: true }),
    quantity: t.int({ required: true }),
  }),
})

export const ImportedFulfillmentInput = builder
  .inputRef<domain.ImportedFulfillmentInput>('ImportedFulfillmentInput')
  .implement({
    description:
      "A fulfilment that the channel shows. Sent again, or an echo of one of our shipments (by its number, or a tracking number of ours), it is recorded as a reference only. Otherwise it was shipped in the channel's own admin: stock leaves once, what was planned here is withdrawn.",
    fields: (t): FieldsOf<domain.ImportedFulfillmentInput> => ({
      reference: t.string({ required: true, description: "The channel's own id of it." }),
      lines: t.field({ type: [ImportedLineInput], required: true }),
      carrier: t.string(),
      trackingNumber: t.string(),
      shippedAt: t.string({ description: instant }),
      location: t.string({
        description:
          "From where: a warehouse's key or name, or a key of the channel's setting `locations`. Without it no stock is taken.",
      }),
    }),
  })

export const ImportedCancellationInput = builder
  .inputRef<domain.ImportedCancellationInput>('ImportedCancellationInput')
  .implement({
    description:
      'Units that were cancelled in the channel, or whose cancellation the buyer asks for there. Cancellations that are done are taken together: of each line as many units end cancelled as they name in all.',
    fields: (t): FieldsOf<domain.ImportedCancellationInput> => ({
      reference: t.string({ description: "The channel's own id of it." }),
      lines: t.field({ type: [ImportedLineInput], description: 'The whole order where absent.' }),
      requested: t.boolean({ description: 'True: it is only asked for, and waits for decideCancellation.' }),
      cancelledAt: t.string({ description: instant }),
      reason: t.string({ description: 'A CancelReason, or any text.' }),
    }),
  })

export const ImportedRefundInput = builder.inputRef<domain.ImportedRefundInput>('ImportedRefundInput').implement({
  description: 'Money that the channel gave back. A fact, so it is never refused: too much of it opens an exception.',
  fields: (t): FieldsOf<domain.ImportedRefundInput> => ({
    reference: t.string({ required: true, description: "The channel's own id of it; recorded once." }),
    amount: t.string({ required: true, description: "Decimal text in the order's currency, above zero." }),
    lines: t.field({
      type: [ImportedLineInput],
      description: 'What it was for. Without it a partial refund asks a person.',
    }),
    refundedAt: t.string({ description: instant }),
    reason: t.string(),
  }),
})

export const ImportedReturnInput = builder.inputRef<domain.ImportedReturnInput>('ImportedReturnInput').implement({
  description: 'Units that came back, as the channel knows it.',
  fields: (t): FieldsOf<domain.ImportedReturnInput> => ({
    reference: t.string({ required: true, description: "The channel's own id of it; recorded once." }),
    lines: t.field({ type: [ImportedLineInput], required: true }),
    returnedAt: t.string({ description: instant }),
    reason: t.string(),
    restock: t.boolean({
      defaultValue: false,
      description: 'True: they are on sale again in the warehouse that sent them.',
    }),
  }),
})
