import { closeCase } from '../exception/cases.ts'
import { isAnythingToSend } from '../order/current-totals.ts'
import type { Draft } from '../order/draft.ts'
import { liftHold, NOTHING_LEFT } from '../order/holds.ts'
import { deriveOrderStatus } from '../order/status.ts'
import type { ExceptionKind } from '../vocabulary.ts'

/** What a rule may have found wrong with an order, and nobody needs to put right once it is cancelled. */
const moot: readonly ExceptionKind[] = [
  'ADDRESS_ISSUE',
  'PAYMENT_ISSUE',
  'PAYMENT_FAILED',
  'FRAUD_REVIEW',
  'STOCK_SHORTAGE',
  'NO_ROUTE',
  'CUSTOMS_INCOMPLETE',
  'UNMAPPED_STATUS',
  'UNMAPPED_SKU',
  'UNMAPPED_SERVICE',
  'POSSIBLE_DUPLICATE',
  'TOTAL_MISMATCH',
  'ORDER_CHANGED',
  'CANCELLATION_REQUESTED',
  'LATE_SHIPMENT',
]

/** When the last of the goods is cancelled, what was charged along with them goes too: fees, tips and services. */
export function cancelAlong(draft: Draft<never>): void {
  const { lines } = draft.state
  if (isAnythingToSend(lines) || !lines.some((line) => line.kind === 'GOODS')) return
  for (const line of lines) {
    if (!['FEE', 'TIP', 'SERVICE'].includes(line.kind) || line.open + line.delivered === 0) continue
    draft.patch('lines', line.id, { open: 0, delivered: 0, cancelled: line.cancelled + line.open + line.delivered })
  }
}

/** A cancelled order waits for nobody: its holds end, its requests are granted, and its rules' cases are closed. */
export function endCancelled(draft: Draft<'holds' | 'cancellationRequests' | 'exceptions'>): void {
  if (deriveOrderStatus(draft.state) !== 'CANCELLED') return
  const { now } = draft.moment
  for (const hold of [...draft.state.holds]) liftHold(draft, hold.id, { reasonCode: NOTHING_LEFT })
  for (const request of draft.state.cancellationRequests) {
    if (request.decidedAt === null) draft.patch('cancellationRequests', request.id, { accepted: true, decidedAt: now })
  }
  for (const kind of moot) closeCase(draft, kind, undefined, { resolution: 'The order was cancelled.' })
  if (draft.order.pendingChange !== null) draft.set({ pendingChange: null })
}
