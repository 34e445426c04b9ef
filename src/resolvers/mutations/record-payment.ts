import { paymentNeeds, recordPayment } from '#domain/decisions/record-payment'
import { builder } from '#schema/builder'
import { OrderPayload } from '#schema/payloads'
import { deferMessage, deferrable } from '../defer-message.ts'
import { OrderKey } from '../inputs/keys.ts'
import { PaymentInput } from '../inputs/payment.ts'
import { mutation } from '../mutation.ts'

mutation('recordPayment', {
  description:
    'Records what a provider or the channel says of a payment; an order that waited for it may be READY then. Sent again, nothing is written. A connector may tell of a payment before its order is here: `parked` is true then, and it is applied when the order arrives.',
  payload: OrderPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    order: t.field({ type: OrderKey, required: true }),
    payment: t.field({ type: PaymentInput, required: true }),
  })),
  run: async ({ order, payment }, command) => {
    const reference = await deferrable(command, order)
    if (reference !== null) {
      const { now, actor } = command.moment
      return deferMessage(command, reference, { verb: 'recordPayment', receivedAt: now, actor, payment })
    }
    const facts = await command.order(order, paymentNeeds, { demand: true })
    const change = recordPayment(facts, payment, command.moment)
    return command.commit({ changes: change === null ? [] : [change] }, { orderId: facts.state.order.id })
  },
})
