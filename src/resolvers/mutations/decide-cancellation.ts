import { decideCancellation, decideCancellationNeeds } from '#domain/decisions/decide-cancellation'
import { problem } from '#domain/problems'
import { builder } from '#schema/builder'
import { rowId } from '#schema/global-id'
import { OrderPayload } from '#schema/payloads'
import { mutation } from '../mutation.ts'

mutation('decideCancellation', {
  description:
    "Answers a buyer's request to cancel. Accepting cancels what of it has not left, and what was paid for it is due back; where all of it has left it is refused with TOO_LATE_TO_CHANGE: decline, and offer a return. Declining needs a reason code. Either way the hold and the exception of the request end with the last request that waits.",
  payload: OrderPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    requestId: t.id({ required: true, description: 'Of a CancellationRequest.' }),
    accept: t.boolean({ required: true }),
    reasonCode: t.string({ description: 'A reason code that applies to DECIDE_CANCELLATION; needed to decline.' }),
  })),
  run: async ({ requestId, accept, reasonCode }, command) => {
    const id = rowId(requestId, 'CancellationRequest') ?? ''
    const missing = problem('NOT_FOUND', `There is no cancellation request with the id "${requestId}".`, ['requestId'])
    const facts = await command.orderOf('cancellationRequest', id, decideCancellationNeeds, missing, true)
    const change = decideCancellation(facts, { requestId: id, accept, reasonCode }, command.moment)
    return command.commit({ changes: [change] }, { orderId: facts.state.order.id })
  },
})
