import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import { liftExpired, liftHold, placeHold } from '../order/holds.ts'
import type { OrderSummary } from '../order/order-summary.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts } from '../order/state.ts'
import { type Problem, problem, Refusal, refuse } from '../problems.ts'
import { requireReason } from '../reason-codes.ts'
import { withdrawUnits } from '../shipment/withdraw.ts'
import type { HoldReason } from '../vocabulary.ts'
import { recordUnreleased } from './unrelease-order.ts'

export const holdNeeds = needs('shipmentLines', 'packages', 'holds', 'cancellationRequests', 'exceptions')
type Part = Named<typeof holdNeeds>
export const releaseHoldNeeds = needs('holds')
type HoldPart = Named<typeof releaseHoldNeeds>

/** Active holds of one order; more says that something places them in a loop. */
export const ACTIVE_HOLDS_LIMIT = 50

export interface HoldCommand {
  reason: HoldReason
  /** Only these lines; the whole order where none is named. */
  lineIds?: string[] | null
  expiresAt?: string | null
  note?: string | null
  /** False gives stock that is committed and not yet picked back to others. */
  keepsStock?: boolean | null
}

/** Why there is nothing to hold. */
export const holdRefusal = (state: OrderSummary): Problem | null =>
  state.lines.some((line) => line.open + line.allocated > 0)
    ? null
    : problem(
        'INVALID_TRANSITION',
        `Order ${state.order.number} is ${state.order.status}: nothing of it is here to be held.`,
        ['order'],
      )

/** Stops an order, or some lines of it, until the hold is released or its time is over. Holds coexist. */
export function holdOrder(facts: OrderFacts<Part>, command: HoldCommand, moment: Moment): Change<Part> {
  const { state } = facts
  const refusal = holdRefusal(state)
  if (refusal !== null) throw new Refusal(refusal)
  if (command.expiresAt && Date.parse(command.expiresAt) <= Date.parse(moment.now))
    refuse('INVALID_INPUT', `The hold would end at ${command.expiresAt}, which is over; give a later time.`, [
      'expiresAt',
    ])
  const draft = Draft.edit(facts, moment)
  liftExpired(draft)
  const lineIds = command.lineIds ?? []
  const active = draft.state.holds.filter((hold) => hold.releasedAt === null)
  const same = active.find(
    (hold) => hold.rule === null && hold.reason === command.reason && hold.lineIds.join() === lineIds.join(),
  )
  if (same !== undefined)
    refuse('ALREADY_DONE', `Order ${state.order.number} is on hold for ${command.reason} already.`, ['reason'], {
      holdId: same.id,
    })
  if (active.length >= ACTIVE_HOLDS_LIMIT)
    refuse('LIMIT_EXCEEDED', `Order ${state.order.number} has ${active.length} holds; release some first.`, ['order'])
  const keepsStock = command.keepsStock ?? true
  placeHold(draft, { reason: command.reason, note: command.note, lineIds, expiresAt: command.expiresAt, keepsStock })
  if (!keepsStock) giveBack(draft, facts, lineIds)
  return draft.finish()
}

/** What is picked already stays: it waits, packed or not, for the hold to end or a cancellation. */
function giveBack(draft: Draft<Part>, facts: OrderFacts<Part>, lineIds: string[]): void {
  const held = draft.state.lines.filter(
    (line) => line.allocated > 0 && (lineIds.length === 0 || lineIds.includes(line.id)),
  )
  const units = held.map((line) => ({ lineId: line.id, quantity: line.allocated }))
  const { withdrawn } = withdrawUnits(draft, facts, units, 'open', 'HOLD')
  if (withdrawn.length > 0) recordUnreleased(draft, withdrawn, 'HOLD')
}

export interface ReleaseHoldCommand {
  holdId: string
  reasonCode: string
  note?: string | null
}

/** Why there is no hold to release. */
export const releaseHoldRefusal = (state: OrderSummary): Problem | null =>
  state.holds.some((hold) => hold.releasedAt === null)
    ? null
    : problem('ALREADY_DONE', `Order ${state.order.number} is on no hold.`, ['holdId'])

/** A person's word against a hold. The hold of a rule returns only when the rule sees something new. */
export function releaseHold(
  facts: OrderFacts<HoldPart>,
  command: ReleaseHoldCommand,
  moment: Moment,
): Change<HoldPart> {
  const reasonCode = requireReason(command.reasonCode, 'RELEASE_HOLD')
  const hold = facts.state.holds.find((row) => row.id === command.holdId)
  if (hold === undefined) return refuse('NOT_FOUND', 'There is no such hold.', ['holdId'])
  if (hold.releasedAt !== null)
    return refuse('ALREADY_DONE', `This hold was released at ${hold.releasedAt}.`, ['holdId'])
  const draft = Draft.edit(facts, moment)
  liftHold(draft, hold.id, { reasonCode, note: command.note ?? null })
  return draft.finish()
}
