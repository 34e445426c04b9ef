import { openCase } from '../../exception/cases.ts'
import type { SnapshotCancellation } from '../../input/snapshot.ts'
import type { Draft } from '../../order/draft.ts'
import { addReference } from '../../order/references.ts'
import { cancellable } from '../../order/status.ts'
import type { LineRow } from '../../rows/order-rows.ts'
import { type HouseFacts, type UnitsOfLine, unitsForEvent } from '../../shipment/shipments.ts'
import { type Withdrawal, withdrawUnits } from '../../shipment/withdraw.ts'
import { cancelReasons } from '../../vocabulary.ts'
import { linePartsOf, partsNow, share } from '../line-parts.ts'

const RULE = 'channel-cancellation'

/**
 * What the channel says is cancelled, in all: of each line as many units as its cancellations name together. What was
 * cancelled here counts towards it, so that the echo of our own cancellation cancels nothing more.
 */
export function applyCancellations(draft: Draft, facts: HouseFacts, reports: readonly SnapshotCancellation[]): void {
  const done = reports.filter((report) => !report.requested)
  if (done.length === 0) return
  for (const { reference } of done) if (reference !== undefined) addReference(draft, 'CANCELLATION', reference)
  const wanted = new Map<string, number>()
  const parts = linePartsOf(draft.state)
  for (const reference of parts.keys()) {
    const lines = partsNow(draft, parts, reference)
    const ordered = total(lines, 'quantity')
    const named = done.map((report) =>
      report.lines === undefined ? ordered : (report.lines.find((item) => item.line === reference)?.quantity ?? 0),
    )
    const missing = Math.min(ordered, sum(named)) - total(lines, 'cancelled')
    const possible = share(lines, missing, cancellable)
    const gone = share(
      lines,
      missing - sum(possible.map(({ quantity }) => quantity)),
      (line) => line.shipped + line.delivered,
    )
    for (const line of lines) {
      const more = [...possible, ...gone].filter(({ lineId }) => lineId === line.id).map(({ quantity }) => quantity)
      if (more.length > 0) wanted.set(line.id, line.cancelled + sum(more))
    }
  }
  cancelUpTo(draft, facts, wanted, done.at(-1)?.reason)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
const total = (lines: readonly LineRow[], field: 'quantity' | 'cancelled'): number =>
  sum(lines.map((line) => line[field]))

/** Cancels until each line has this many units cancelled; what has left already is reported, not cancelled. */
export function cancelUpTo(
  draft: Draft,
  facts: HouseFacts,
  wanted: ReadonlyMap<string, number>,
  reason: string | undefined,
): void {
  const units: UnitsOfLine[] = []
  const gone: UnitsOfLine[] = []
  for (const line of draft.state.lines) {
    const missing = (wanted.get(line.id) ?? 0) - line.cancelled
    if (missing <= 0) continue
    const possible = Math.min(missing, cancellable(line))
    if (possible > 0) units.push({ lineId: line.id, quantity: possible })
    const left = Math.min(missing - possible, line.shipped + line.delivered)
    if (left > 0 && line.kind === 'GOODS') gone.push({ lineId: line.id, quantity: left })
  }
  if (units.length > 0) cancelInChannel(draft, facts, units, reason)
  if (gone.length > 0)
    openCase(draft, {
      kind: 'CANCELLED_AFTER_DISPATCH',
      summary: 'The channel cancelled units that have left: stop the parcel, or expect it back.',
      evidence: { lines: unitsForEvent(draft.state, gone) },
      rule: RULE,
    })
}

function cancelInChannel(draft: Draft, facts: HouseFacts, units: UnitsOfLine[], reason: string | undefined): void {
  const word = cancelReasons.find((known) => known === reason?.toUpperCase())
  const withdrawal = withdrawUnits(draft, facts, units, 'cancelled', 'CANCELLED_IN_CHANNEL')
  draft.event({
    type: 'ORDER_CANCELLED',
    reasonCode: word ?? 'OTHER',
    changes:
      reason === undefined || word !== undefined
        ? []
        : [{ field: 'reason', before: null, after: reason, personal: true }],
    data: {
      origin: 'CHANNEL',
      lines: unitsForEvent(draft.state, withdrawal.withdrawn),
      putAway: unitsForEvent(draft.state, withdrawal.picked),
    },
  })
  tellPicked(draft, withdrawal)
}

function tellPicked(draft: Draft, { picked }: Withdrawal): void {
  if (picked.length === 0) return
  openCase(draft, {
    kind: 'CHANNEL_STATE_MISMATCH',
    subject: `order:${draft.order.id}:put-away`,
    summary: 'The channel cancelled units that were picked already: take them out of the parcel and put them back.',
    evidence: { lines: unitsForEvent(draft.state, picked) },
    rule: RULE,
  })
}
