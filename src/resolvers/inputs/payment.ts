import type * as domain from '#domain/input/order-input'
import { builder } from '#schema/builder'
import type { FieldsOf } from './fields-of.ts'

const amount = "Decimal text in the order's currency."

export const PaymentInput = builder.inputRef<domain.PaymentInput>('PaymentInput').implement({
  description:
    'A payment as the channel or provider knows it. Amounts that the status implies may be left out: PAID captures all of it. Sent twice, or in any order, the larger amounts count.',
  fields: (t): FieldsOf<domain.PaymentInput> => ({
    reference: t.string({
      required: true,
      description: 'Its number at the provider; the same number is the same payment.',
    }),
    provider: t.string({ description: 'Such as "stripe"; also names the system of its reference.' }),
    method: t.string({ description: 'Such as "card" or "invoice".' }),
    collectedBy: t.string({ description: 'MERCHANT (also where absent) or CHANNEL: who received the money.' }),
    status: t.string({ required: true, description: 'A PaymentStatus, such as "PAID" or "AUTHORIZED".' }),
    amount: t.string({ required: true, description: amount }),
    authorized: t.string({ description: amount }),
    captured: t.string({ description: `${amount} Needed where the status is PARTIALLY_PAID.` }),
    refunded: t.string({ description: `${amount} Needed where the status is PARTIALLY_REFUNDED.` }),
    expiresAt: t.string({ description: 'When the authorization ends: ISO 8601 with an offset.' }),
    capturedAt: t.string({ description: 'ISO 8601 with an offset.' }),
  }),
})
