import { closeCase } from '../exception/cases.ts'
import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import { liftHold } from '../order/holds.ts'
import type { OrderSummary } from '../order/order-summary.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts, OrderState } from '../order/state.ts'
import { cancellable } from '../order/status.ts'
import { type Problem, problem, Refusal, refuse } from '../problems.ts'
import { requireReason } from '../reason-codes.ts'
import type { CancellationRequestRow } from '../rows/case-rows.ts'
import { type UnitsOfLine, unitsForEvent } from '../shipment/shipments.ts'
import { runValidation } from '../validation/run-validation.ts'
import { type CancelReason, cancelReasons } from '../vocabulary.ts'
import { allCancellable, cancelUnits } from './cancel-order.ts'

export const decideCancellationNeeds = needs(
  'shipmentLines',
  'packages',
  'holds',
  'cancellationRequests',
  'exceptions',
  'references',
  'pushes',
)
type Part = Named<typeof decideCancellationNeeds>

export interface DecideCancellationCommand {
  requestId: string
  accept: boolean
  reasonCode?: string | null
}

/** Why there is no request to decide. */
export const decideCancellationRefusal = (state: OrderSummary): Problem | null =>
  state.cancellationRequests.some((request) => request.decidedAt === null)
    ? null
    : problem('ALREADY_DONE', `Order ${state.order.number} has no cancellation request that waits.`, ['requestId'])

/** Accepting cancels what has not left; declining lets the order go on, and says why. */
export function decideCancellation(
  facts: OrderFacts<Part>,
  command: DecideCancellationCommand,
  moment: Moment,
): Change<Part> {
  const { state } = facts
  const request = state.cancellationRequests.find((row) => row.id === command.requestId)
  if (request === undefined) return refuse('NOT_FOUND', 'There is no such cancellation request.', ['requestId'])
  if (request.decidedAt !== null)
    return refuse('ALREADY_DONE', `This request was ${request.accepted === true ? 'accepted' : 'declined'} already.`, [
      'requestId',
    ])
  const reasonCode = reasonOf(command)
  const units = command.accept ? stillPossible(state, request) : []
  const draft = Draft.edit(facts, moment)
  draft.patch('cancellationRequests', request.id, { accepted: command.accept, decidedAt: moment.now })
  draft.event({
    type: 'CANCELLATION_DECIDED',
    reasonCode,
    data: { requestId: request.id, accepted: command.accept, lines: unitsForEvent(state, request.lines) },
  })
  if (command.accept) cancelUnits(draft, facts, units, { reason: cancelReasonOf(request), refund: true })
  if (draft.state.cancellationRequests.every((row) => row.decidedAt !== null)) settled(draft, reasonCode)
  if (command.accept && draft.state.lines.some((line) => line.open > 0)) runValidation(draft, facts)
  return draft.finish()
}

function reasonOf({ accept, reasonCode }: DecideCancellationCommand): string | null {
  if (reasonCode) return requireReason(reasonCode, 'DECIDE_CANCELLATION')
  if (accept) return null
  return refuse('REASON_REQUIRED', 'Say with a reason code why the cancellation is declined.', ['reasonCode'])
}

/** The units of the request (all, where it names none) that no carrier has. */
function stillPossible(state: OrderState<Part>, request: CancellationRequestRow): UnitsOfLine[] {
  const asked = request.lines.length === 0 ? allCancellable(state) : request.lines
  const units = asked.flatMap(({ lineId, quantity }) => {
    const line = state.lines.find((row) => row.id === lineId)
    const possible = line === undefined ? 0 : Math.min(quantity, cancellable(line))
    return possible > 0 ? [{ lineId, quantity: possible }] : []
  })
  if (units.length > 0) return units
  throw new Refusal(
    problem(
      'TOO_LATE_TO_CHANGE',
      `What the request names of order ${state.order.number} has left: decline it, and offer a return.`,
      ['requestId'],
    ),
  )
}

const cancelReasonOf = (request: CancellationRequestRow): CancelReason =>
  cancelReasons.find((reason) => reason === request.reason) ?? 'CUSTOMER'

/** No request waits any more: the hold that stood for them ends, and so does the case. */
function settled(draft: Draft<Part>, reasonCode: string | null): void {
  for (const hold of draft.state.holds.filter((row) => row.reason === 'CANCEL_REQUESTED'))
    liftHold(draft, hold.id, reasonCode === null ? {} : { reasonCode })
  closeCase(draft, 'CANCELLATION_REQUESTED', undefined, { resolution: 'The request was decided.', raised: true })
}
