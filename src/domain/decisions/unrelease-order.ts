import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import type { OrderSummary } from '../order/order-summary.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts } from '../order/state.ts'
import { type Problem, problem, Refusal } from '../problems.ts'
import { requireReason } from '../reason-codes.ts'
import { type UnitsOfLine, unitsForEvent } from '../shipment/shipments.ts'
import { withdrawUnits } from '../shipment/withdraw.ts'

export const unreleaseNeeds = needs('shipmentLines', 'packages', 'holds', 'cancellationRequests', 'exceptions')
type Part = Named<typeof unreleaseNeeds>

export interface UnreleaseCommand {
  /** Only these units; all committed ones where none is named. */
  lines?: UnitsOfLine[] | null
  reasonCode: string
}

/** Why nothing of the order can be taken back from fulfilment as it stands now. */
export function unreleaseRefusal(state: OrderSummary): Problem | null {
  const { number } = state.order
  if (state.lines.every((line) => line.allocated === 0))
    return problem('INVALID_TRANSITION', `Order ${number} has no units committed to fulfilment.`, ['order'])
  if (!state.shipments.some((shipment) => shipment.status === 'PLANNED'))
    return problem(
      'TOO_LATE_TO_CHANGE',
      `Picking of order ${number} has begun: cancel the units instead, and have them put back.`,
      ['order'],
    )
  return null
}

/** Takes committed units back before picking: they are open again, and their stock is available to others. */
export function unreleaseOrder(facts: OrderFacts<Part>, command: UnreleaseCommand, moment: Moment): Change<Part> {
  const { state } = facts
  const reasonCode = requireReason(command.reasonCode, 'UNRELEASE')
  const refusal = unreleaseRefusal(state)
  if (refusal !== null) throw new Refusal(refusal)
  const named = command.lines ?? null
  const units =
    named ??
    state.lines.filter((line) => line.allocated > 0).map((line) => ({ lineId: line.id, quantity: line.allocated }))
  const exceeded = (named ?? []).flatMap(({ lineId, quantity }, index) => {
    const line = state.lines.find((row) => row.id === lineId)!
    const field = ['lines', String(index), 'quantity']
    return quantity > line.allocated
      ? problem(
          'QUANTITY_EXCEEDED',
          `Line ${line.reference} has ${line.allocated} committed units, not ${quantity}.`,
          field,
          {
            allocated: line.allocated,
          },
        )
      : []
  })
  if (exceeded.length > 0) throw new Refusal(...exceeded)
  const draft = Draft.edit(facts, moment)
  const { withdrawn, tooLate } = withdrawUnits(draft, facts, units, 'open', 'UNRELEASE')
  if (tooLate.length > 0)
    throw new Refusal(
      problem(
        'TOO_LATE_TO_CHANGE',
        `Picking of some of these units has begun; name only lines that are still planned, or cancel.`,
        [named === null ? 'order' : 'lines'],
        { picked: unitsForEvent(state, tooLate) },
      ),
    )
  recordUnreleased(draft, withdrawn, reasonCode)
  return draft.finish()
}

/** The event, and no pick release any more where nothing is committed or gone. */
export function recordUnreleased(draft: Draft<Part>, units: UnitsOfLine[], reasonCode: string): void {
  const moved = draft.state.lines.some(
    (line) => line.allocated + line.shipped + line.delivered + line.returned + line.lost > 0,
  )
  if (!moved) draft.set({ releasedAt: null })
  draft.event({ type: 'ORDER_UNRELEASED', reasonCode, data: { lines: unitsForEvent(draft.state, units) } })
}
