import type { FieldChange } from '../events.ts'
import { openRefundDue } from '../exception/refund-due.ts'
import type { Moment } from '../moment.ts'
import { formatAmount } from '../money/money.ts'
import { type Change, Draft } from '../order/draft.ts'
import type { OrderSummary } from '../order/order-summary.ts'
import { type Named, needs } from '../order/parts.ts'
import { addReference, knowsReference } from '../order/references.ts'
import { requestPush } from '../order/request-push.ts'
import type { OrderFacts, OrderState } from '../order/state.ts'
import { cancellable } from '../order/status.ts'
import { type Problem, problem, Refusal } from '../problems.ts'
import { type UnitsOfLine, unitsForEvent } from '../shipment/shipments.ts'
import { withdrawUnits } from '../shipment/withdraw.ts'
import { runValidation } from '../validation/run-validation.ts'
import type { CancelReason } from '../vocabulary.ts'

export const cancelNeeds = needs(
  'shipmentLines',
  'packages',
  'holds',
  'cancellationRequests',
  'exceptions',
  'references',
  'pushes',
  // A channel names the lines of its snapshot.
  'snapshot',
)
/** The decision itself goes by the lines of the order. */
type Part = Exclude<Named<typeof cancelNeeds>, 'snapshot'>

export interface CancelCommand {
  reason: CancelReason
  /** Only these units; everything that is not dispatched where none is named. */
  lines?: UnitsOfLine[] | null
  /** Whether what was paid for the units is due back to the buyer. */
  refund: boolean
  note?: string | null
  /** The sender's own name of this cancellation: what it names is cancelled once, however often it is received. */
  reference?: string | null
}

/** Why nothing of the order can be cancelled as it stands now. */
export function cancelRefusal(state: OrderSummary): Problem | null {
  if (state.lines.some((line) => cancellable(line) > 0)) return null
  const { number, status } = state.order
  return status === 'CANCELLED'
    ? problem('ALREADY_DONE', `Order ${number} is cancelled already.`, ['order'])
    : problem(
        'TOO_LATE_TO_CHANGE',
        `Everything of order ${number} was dispatched: what has left is returned, not cancelled.`,
        ['order'],
      )
}

/**
 * Cancels before dispatch, whole or by line. Of an order that is partly dispatched, what has not left is cancelled. What
 * stays is judged anew: the line that a rule found wrong may be the one that is gone.
 */
export function cancelOrder(facts: OrderFacts<Part>, command: CancelCommand, moment: Moment): Change<Part> {
  const draft = Draft.edit(facts, moment)
  const reference = command.reference ?? null
  if (reference !== null && knowsReference(draft, 'CANCELLATION', reference)) return draft.finish()
  const refusal = cancelRefusal(facts.state)
  if (refusal !== null) throw new Refusal(refusal)
  const problems = (command.lines ?? []).flatMap(({ lineId, quantity }, index) =>
    lineRefusal(facts.state, lineId, quantity, ['lines', String(index), 'quantity']),
  )
  if (problems.length > 0) throw new Refusal(...problems)
  if (reference !== null) addReference(draft, 'CANCELLATION', reference)
  cancelUnits(draft, facts, command.lines ?? allCancellable(facts.state), command)
  if (draft.state.lines.some((line) => line.open > 0)) runValidation(draft, facts)
  return draft.finish()
}

export const allCancellable = (state: OrderState<Part>): UnitsOfLine[] =>
  state.lines.filter((line) => cancellable(line) > 0).map((line) => ({ lineId: line.id, quantity: cancellable(line) }))

function lineRefusal(state: OrderState<Part>, lineId: string, quantity: number, field: string[]): Problem[] {
  const line = state.lines.find((row) => row.id === lineId)!
  const left = line.quantity - line.cancelled
  if (quantity <= cancellable(line)) return []
  const details = { cancellable: cancellable(line), dispatched: left - cancellable(line), cancelled: line.cancelled }
  return quantity > left
    ? [problem('QUANTITY_EXCEEDED', `Line ${line.reference} has ${left} units left, not ${quantity}.`, field, details)]
    : [
        problem(
          'TOO_LATE_TO_CHANGE',
          `Of line ${line.reference} only ${cancellable(line)} units have not left; the others are returned, not cancelled.`,
          field,
          details,
        ),
      ]
}

const amountChange = (field: string, before: number, after: number, currencyCode: string): FieldChange => ({
  field,
  before: formatAmount(before, currencyCode),
  after: formatAmount(after, currencyCode),
})

/** Cancels units inside a larger decision: stock, totals, the buyer's money, the channel's notice and the event. */
export function cancelUnits(
  draft: Draft<Part>,
  facts: OrderFacts<Part>,
  units: UnitsOfLine[],
  command: Pick<CancelCommand, 'reason' | 'refund' | 'note'>,
): void {
  const totalBefore = draft.order.total
  const { withdrawn, picked } = withdrawUnits(draft, facts, units, 'cancelled', 'CANCEL')
  draft.event({
    type: 'ORDER_CANCELLED',
    reasonCode: command.reason,
    changes: [
      ...(draft.order.total === totalBefore
        ? []
        : [amountChange('total', totalBefore, draft.order.total, draft.order.currencyCode)]),
      ...(command.note ? [{ field: 'note', before: null, after: command.note, personal: true }] : []),
    ],
    data: {
      lines: unitsForEvent(draft.state, withdrawn),
      putAway: unitsForEvent(draft.state, picked),
      refund: command.refund,
    },
  })
  if (command.refund) openRefundDue(draft)
  requestPush(draft, 'CANCELLATION', { type: 'Order', id: draft.order.id })
}
