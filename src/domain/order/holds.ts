import type { HoldRow } from '../rows/case-rows.ts'
import { digest } from '../values/text.ts'
import type { HoldReason } from '../vocabulary.ts'
import type { Draft } from './draft.ts'
import type { OrderState } from './state.ts'

/** How a hold ends when the rule that placed it no longer fails. A person's reason is one of the reason codes. */
export const RULE_PASSED = 'RULE_PASSED'
/** How every hold of an order ends when nothing of it is left to hold. */
export const NOTHING_LEFT = 'NOTHING_LEFT'

export interface HoldToPlace {
  reason: HoldReason
  /** The rule that places it and will lift it; null or absent: a person or a channel did. */
  rule?: string | null
  note?: string | null
  /** Only these lines; none: the whole order. */
  lineIds?: string[]
  /** What the rule saw; never personal data. */
  evidence?: unknown
  expiresAt?: string | null
  keepsStock?: boolean
}

/**
 * Places a hold and answers with it. A rule's hold is there once: while active it is brought up to date, and after a person
 * released it, it returns only on other evidence (null then: nothing was placed).
 */
export function placeHold(draft: Draft<'holds'>, wanted: HoldToPlace): HoldRow | null {
  const rule = wanted.rule ?? null
  const evidence = wanted.evidence ?? null
  const fingerprint = rule === null ? null : digest({ reason: wanted.reason, evidence })
  if (rule !== null) {
    const known = draft.state.holds.filter((hold) => hold.rule === rule && hold.reason === wanted.reason)
    const active = known.find((hold) => hold.releasedAt === null)
    if (active !== undefined) return refreshed(draft, active, fingerprint, evidence, wanted)
    const overridden = known.some(
      (hold) => hold.fingerprint === fingerprint && ![RULE_PASSED, NOTHING_LEFT].includes(hold.releaseReasonCode ?? ''),
    )
    if (overridden) return null
  }
  const hold: HoldRow = {
    id: draft.moment.id(),
    orderId: draft.order.id,
    reason: wanted.reason,
    rule,
    note: wanted.note ?? null,
    lineIds: wanted.lineIds ?? [],
    keepsStock: wanted.keepsStock ?? true,
    expiresAt: wanted.expiresAt ?? null,
    placedAt: draft.moment.now,
    placedBy: draft.moment.actor,
    releasedAt: null,
    releasedBy: null,
    releaseReasonCode: null,
    evidence,
    fingerprint,
  }
  draft.add('holds', hold)
  draft.event({
    type: 'ORDER_HELD',
    changes: hold.note === null ? [] : [{ field: 'note', before: null, after: hold.note, personal: true }],
    data: {
      holdId: hold.id,
      reason: hold.reason,
      rule,
      lines: linesForEvent(draft, hold),
      keepsStock: hold.keepsStock,
      expiresAt: hold.expiresAt,
    },
  })
  return hold
}

function refreshed(
  draft: Draft<'holds'>,
  active: HoldRow,
  fingerprint: string | null,
  evidence: unknown,
  wanted: HoldToPlace,
): HoldRow {
  const lineIds = wanted.lineIds ?? []
  if (active.fingerprint === fingerprint && lineIds.join() === active.lineIds.join()) return active
  const hold = { ...active, evidence, fingerprint, lineIds, note: wanted.note ?? active.note }
  draft.patch('holds', active.id, hold)
  return hold
}

/** Lifts the active hold with this id, or all active holds of this rule. Answers with how many there were. */
export function liftHold(
  draft: Draft<'holds'>,
  holdIdOrRule: string,
  how: { reasonCode?: string; note?: string | null } = {},
): number {
  const reasonCode = how.reasonCode ?? RULE_PASSED
  const lifted = draft.state.holds.filter(
    (hold) => hold.releasedAt === null && (hold.id === holdIdOrRule || hold.rule === holdIdOrRule),
  )
  for (const hold of lifted) {
    draft.patch('holds', hold.id, {
      releasedAt: draft.moment.now,
      releasedBy: draft.moment.actor,
      releaseReasonCode: reasonCode,
    })
    draft.event({
      type: 'HOLD_RELEASED',
      reasonCode,
      changes: how.note ? [{ field: 'note', before: null, after: how.note, personal: true }] : [],
      data: { holdId: hold.id, reason: hold.reason, rule: hold.rule, lines: linesForEvent(draft, hold) },
    })
  }
  return lifted.length
}

const linesForEvent = (draft: Draft<'holds'>, hold: HoldRow): string[] =>
  hold.lineIds.flatMap((id) => draft.state.lines.find((line) => line.id === id)?.reference ?? [])

/** A hold that still holds: not released, and its time has not come. */
export const isActive = (hold: HoldRow, now: string): boolean =>
  hold.releasedAt === null && (hold.expiresAt === null || Date.parse(hold.expiresAt) > Date.parse(now))

/** The holds that stand in the way of these lines (of any line, where none is named). */
export const holdsOn = (state: Pick<OrderState, 'holds'>, now: string, lineIds?: readonly string[]): HoldRow[] =>
  state.holds.filter(
    (hold) =>
      isActive(hold, now) &&
      (lineIds === undefined || hold.lineIds.length === 0 || hold.lineIds.some((id) => lineIds.includes(id))),
  )

/** Lifts the holds whose time has come; whoever touches the order next may call it. */
export function liftExpired(draft: Draft<'holds'>): void {
  for (const hold of draft.state.holds) {
    if (hold.releasedAt === null && !isActive(hold, draft.moment.now))
      liftHold(draft, hold.id, { reasonCode: 'HOLD_EXPIRED' })
  }
}
