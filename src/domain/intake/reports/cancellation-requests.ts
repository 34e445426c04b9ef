import { closeCase, openCase } from '../../exception/cases.ts'
import type { SnapshotCancellation } from '../../input/snapshot.ts'
import type { Draft } from '../../order/draft.ts'
import { liftHold, placeHold } from '../../order/holds.ts'
import { cancellable } from '../../order/status.ts'
import type { CancellationRequestRow } from '../../rows/case-rows.ts'
import { digest } from '../../values/text.ts'
import { linePartsOf, partsNow, share } from '../line-parts.ts'

const RULE = 'cancellation-request'

interface Wanted {
  reference: string
  lines: { lineId: string; quantity: number }[]
  reason: string | null
  requestedAt: string | null
}

/**
 * The buyer requested a cancellation and somebody has to answer: the order is held until then. A request that the channel
 * shows no longer was taken back.
 */
export function syncCancellationRequests(
  draft: Draft,
  reports: readonly SnapshotCancellation[],
  statuses: readonly { field: string; value: string }[],
): void {
  const wanted = [
    ...reports.filter((report) => report.requested).map((report) => wantedOf(draft, report)),
    ...statuses.map(({ field, value }) => ({
      reference: `status:${field}:${value}`,
      lines: [],
      reason: null,
      requestedAt: null,
    })),
  ]
  for (const request of wanted) add(draft, request)
  for (const row of waiting(draft)) {
    if (row.reference === null || wanted.some((request) => request.reference === row.reference)) continue
    draft.patch('cancellationRequests', row.id, { accepted: false, decidedAt: draft.moment.now })
    draft.event({ type: 'CANCELLATION_DECIDED', data: { requestId: row.id, accepted: false, takenBack: true } })
  }
  if (waiting(draft).length > 0) return
  liftHold(draft, RULE)
  closeCase(draft, 'CANCELLATION_REQUESTED', undefined, { resolution: 'No request waits any more.' })
}

const waiting = (draft: Draft): CancellationRequestRow[] =>
  draft.state.cancellationRequests.filter((row) => row.decidedAt === null)

function wantedOf(draft: Draft, report: SnapshotCancellation): Wanted {
  const parts = linePartsOf(draft.state)
  const lines = (report.lines ?? []).flatMap(({ line, quantity }) => {
    const rows = partsNow(draft, parts, line)
    if (rows.length <= 1) return rows.map(({ id }) => ({ lineId: id, quantity }))
    const possible = share(rows, quantity, cancellable)
    return possible.length > 0 ? possible : [{ lineId: rows[0]!.id, quantity }]
  })
  return {
    reference: report.reference ?? `request:${digest([report.lines ?? null]).slice(0, 16)}`,
    lines,
    reason: report.reason ?? null,
    requestedAt: report.cancelledAt ?? null,
  }
}

function add(draft: Draft, request: Wanted): void {
  if (draft.state.cancellationRequests.some((row) => row.reference === request.reference)) return
  const named =
    request.lines.length === 0
      ? draft.state.lines
      : draft.state.lines.filter((line) => request.lines.some((one) => one.lineId === line.id))
  if (!named.some((line) => line.cancelled < line.quantity)) return
  const id = draft.moment.id()
  const requestedAt = request.requestedAt ?? draft.moment.now
  draft.add('cancellationRequests', {
    id,
    orderId: draft.order.id,
    reference: request.reference,
    lines: request.lines,
    reason: request.reason,
    requestedAt,
    respondBy: null,
    accepted: null,
    decidedAt: null,
  })
  draft.event({ type: 'CANCELLATION_REQUESTED', data: { requestId: id, lines: request.lines.length } })
  if (named.some((line) => cancellable(line) > 0))
    placeHold(draft, { reason: 'CANCEL_REQUESTED', rule: RULE, evidence: { request: request.reference } })
  openCase(draft, {
    kind: 'CANCELLATION_REQUESTED',
    summary: 'The buyer asks for a cancellation: accept or decline it with decideCancellation.',
    evidence: { request: request.reference },
    rule: RULE,
  })
}
