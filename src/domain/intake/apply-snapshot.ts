import { openRefundDue } from '../exception/refund-due.ts'
import { InputReader } from '../input/input-reader.ts'
import { readPayment } from '../input/read-payment.ts'
import type { Snapshot } from '../input/snapshot.ts'
import type { Draft } from '../order/draft.ts'
import { addReference, knowsReference } from '../order/references.ts'
import { cancellable } from '../order/status.ts'
import { type HouseFacts, unitsForEvent } from '../shipment/shipments.ts'
import { withdrawUnits } from '../shipment/withdraw.ts'
import { runValidation } from '../validation/run-validation.ts'
import { applyChannelStatuses } from './channel-status.ts'
import type { DeferredCancellation, DeferredMessage } from './deferred.ts'
import { chargesIn } from './new-order.ts'
import { applyCancellations } from './reports/cancellations.ts'
import { applyFulfillments } from './reports/fulfillments.ts'
import { applyPayment } from './reports/payments.ts'
import { applyRefunds } from './reports/refunds.ts'
import { applyReturns } from './reports/returns.ts'

/**
 * Everything that a snapshot reports of an order besides what was bought. It always applies, released or not, in one order:
 * what has left, what was cancelled, what the statuses conclude of the rest, what came back, what was refunded.
 */
export function applyReports(
  draft: Draft,
  facts: HouseFacts,
  snapshot: Snapshot,
  deferred: DeferredMessage[] = [],
): void {
  for (const payment of snapshot.payments ?? []) applyPayment(draft, payment)
  applyFulfillments(draft, facts, snapshot.fulfillments ?? [], chargesIn(snapshot))
  applyCancellations(draft, facts, snapshot.cancellations ?? [])
  for (const message of deferred) applyDeferred(draft, facts, message)
  applyChannelStatuses(draft, facts, snapshot)
  applyReturns(draft, facts, snapshot.returns ?? [])
  applyRefunds(draft, snapshot)
  runValidation(draft, facts)
}

/** A message that came before its order. What it names and the order does not have is nothing to do. */
function applyDeferred(draft: Draft, facts: HouseFacts, message: DeferredMessage): void {
  if (message.verb === 'cancelOrder') {
    cancelDeferred(draft, facts, message)
    return
  }
  const read = new InputReader([])
  read.currency = draft.order.currencyCode
  const payment = readPayment(read, message.payment)
  if (read.problems.length === 0) applyPayment(draft, payment)
}

function cancelDeferred(draft: Draft, facts: HouseFacts, message: DeferredCancellation): void {
  if (message.reference) {
    if (knowsReference(draft, 'CANCELLATION', message.reference)) return
    addReference(draft, 'CANCELLATION', message.reference)
  }
  const units = draft.state.lines.flatMap((line) => {
    const asked =
      message.lines === null
        ? line.quantity
        : (message.lines.find(({ reference }) => reference === line.reference)?.quantity ?? 0)
    const quantity = Math.min(asked, cancellable(line))
    return quantity > 0 ? [{ lineId: line.id, quantity }] : []
  })
  if (units.length === 0) return
  const { withdrawn } = withdrawUnits(draft, facts, units, 'cancelled', 'CANCEL')
  draft.event({
    type: 'ORDER_CANCELLED',
    reasonCode: message.reason,
    changes: message.note === null ? [] : [{ field: 'note', before: null, after: message.note, personal: true }],
    data: { lines: unitsForEvent(draft.state, withdrawn), refund: message.refund, receivedAt: message.receivedAt },
  })
  if (message.refund) openRefundDue(draft)
}
