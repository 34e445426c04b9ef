import type { FieldChange } from '../events.ts'
import { closeCase, openCase } from '../exception/cases.ts'
import { type Snapshot, says } from '../input/snapshot.ts'
import { chargesOf, currentTotals } from '../order/current-totals.ts'
import type { Draft } from '../order/draft.ts'
import type { OrderState } from '../order/state.ts'
import { Refusal } from '../problems.ts'
import type { HouseFacts } from '../shipment/shipments.ts'
import { changeOf, type Edit, type EditContext, evidenceOf } from './edits.ts'
import { headerEdits } from './header-edits.ts'
import type { ItemIndex } from './items.ts'
import { lineEdits } from './line-edits.ts'

const RULE = 'merge'

/** What a pending change keeps: the channel's word before it, and its latest. */
export interface PendingInput {
  base: Snapshot
  theirs: Snapshot
}

/** What the channel changed between two of its snapshots. */
export const editsBetween = (state: OrderState, base: Snapshot, theirs: Snapshot, saidAt: string): Edit[] => [
  ...headerEdits(state, base, theirs, saidAt),
  ...lineEdits(state, base, theirs),
]

/**
 * Merges a newer snapshot three ways: what the channel changed since its last one is applied where nobody changed it here.
 * Where both did, ours stays and a person is asked. From release on, edits of what is being fulfilled wait for a decision.
 */
export function mergeSnapshot(
  draft: Draft,
  facts: HouseFacts,
  items: ItemIndex,
  snapshots: { base: Snapshot; theirs: Snapshot; updatedAt: string | null },
): void {
  const { base, theirs, updatedAt } = snapshots
  const saidAt = updatedAt ?? draft.moment.now
  const pending = draft.order.pendingChange
  const pendingBase = pending === null ? base : (pending.input as PendingInput).base
  const released = isReleased(draft)
  const now = editsBetween(draft.state, released ? base : pendingBase, theirs, saidAt).filter(
    (edit) => edit.always || !released,
  )
  applyEdits(draft, { facts, items }, now, theirs)
  if (released) keepPending(draft, { base: pendingBase, theirs, updatedAt, saidAt })
  else if (pending !== null) endPending(draft)
  const statuses = draft.order.channelStatuses
  if (!says(statuses, theirs.channelStatuses)) {
    draft.set({ channelStatuses: theirs.channelStatuses })
    draft.event({
      type: 'ORDER_UPDATED',
      changes: [{ field: 'channelStatuses', before: statuses, after: theirs.channelStatuses }],
    })
  }
}

const isReleased = ({ order, state }: Draft): boolean =>
  order.releasedAt !== null && state.lines.some((line) => line.cancelled < line.quantity)

function applyEdits(draft: Draft, given: Omit<EditContext, 'charges'>, edits: Edit[], theirs: Snapshot): void {
  const conflicts = edits.filter((edit) => edit.conflict)
  const clear = edits.filter((edit) => !edit.conflict)
  const changes: FieldChange[] = []
  const context: EditContext = { ...given, charges: chargesOf(draft.order, draft.state.lines) }
  for (const edit of clear) {
    try {
      edit.apply(draft, context)
      changes.push(changeOf(edit))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      conflicts.push(edit)
    }
  }
  if (changes.length > 0) settleEdits(draft, context, theirs, changes)
  if (conflicts.length > 0)
    openCase(draft, {
      kind: 'ORDER_CHANGED',
      subject: `order:${draft.order.id}:conflict`,
      summary: `The channel changed ${names(conflicts)}, which ${conflicts.length === 1 ? 'was' : 'were'} changed here too: see which is right. Ours stays until then.`,
      evidence: evidenceOf(conflicts),
      rule: RULE,
    })
}

/** Totals, places and the audit trail after edits were applied. */
export function settleEdits(draft: Draft, context: EditContext, theirs: Snapshot, changes: FieldChange[]): void {
  const places = new Map(theirs.lines.map((line, index) => [line.reference, index + 1]))
  draft.state.lines = draft.state.lines
    .map((line, index) => ({ line, place: places.get(line.reference) ?? theirs.lines.length + index + 1 }))
    .sort((a, b) => a.place - b.place)
    .map(({ line }, index) => (line.position === index + 1 ? line : { ...line, position: index + 1 }))
  draft.set({
    ...currentTotals(draft.state.lines, context.charges, draft.order.taxesIncluded),
    orderDiscount: context.charges.orderDiscount,
  })
  draft.event({ type: 'ORDER_UPDATED', changes, data: { origin: 'CHANNEL' } })
}

const names = (edits: Edit[]): string => {
  const fields = edits.map(({ field }) => field)
  return fields.length <= 3
    ? fields.join(', ')
    : `${fields.slice(0, 3).join(', ')} and ${fields.length - 3} more fields`
}

function keepPending(
  draft: Draft,
  { base, theirs, updatedAt, saidAt }: PendingInput & { updatedAt: string | null; saidAt: string },
): void {
  const edits = editsBetween(draft.state, base, theirs, saidAt).filter((edit) => !edit.always)
  const known = draft.order.pendingChange
  if (edits.length === 0) {
    if (known !== null) endPending(draft)
    return
  }
  const changes = edits.map(changeOf)
  if (known !== null && says(known.changes, changes)) return
  const input: PendingInput = { base, theirs }
  draft.set({ pendingChange: { receivedAt: draft.moment.now, updatedAt, input, changes } })
  draft.event({ type: 'ORDER_CHANGE_PENDING', changes, data: { updatedAt } })
  openCase(draft, {
    kind: 'ORDER_CHANGED',
    summary: `The channel changed ${names(edits)} after release: accept or decline it with decideOrderChange.`,
    evidence: evidenceOf(edits),
    rule: RULE,
  })
}

/** The channel took its edit back, or it could be applied. */
function endPending(draft: Draft): void {
  draft.set({ pendingChange: null })
  draft.event({ type: 'ORDER_CHANGE_DECIDED', data: { accepted: null } })
  closeCase(draft, 'ORDER_CHANGED', undefined, { resolution: 'The channel took its edit back, or it was applied.' })
}
