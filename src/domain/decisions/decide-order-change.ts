import { closeCase } from '../exception/cases.ts'
import { changeOf, type EditContext } from '../intake/edits.ts'
import type { ItemIndex } from '../intake/items.ts'
import { editsBetween, type PendingInput, settleEdits } from '../intake/merge-snapshot.ts'
import type { Moment } from '../moment.ts'
import { chargesOf } from '../order/current-totals.ts'
import { type Change, Draft } from '../order/draft.ts'
import { everyPart } from '../order/parts.ts'
import type { OrderFacts, OrderState } from '../order/state.ts'
import { type Problem, problem, Refusal } from '../problems.ts'
import { requireReason } from '../reason-codes.ts'
import { runValidation } from '../validation/run-validation.ts'

/** What the channel says may touch anything. */
export const decideChangeNeeds = everyPart

export interface DecideChangeCommand {
  accept: boolean
  reasonCode: string
}

/** Why there is no change to decide. */
export const decideChangeRefusal = ({ order }: Pick<OrderState, 'order'>): Problem | null =>
  order.pendingChange === null
    ? problem('ALREADY_DONE', `Order ${order.number} has no change of the channel that waits.`, ['order'])
    : null

/** The channel's edit after release: accepted, it is applied as a whole or refused with what cannot be done; declined, ours stays. */
export function decideOrderChange(
  facts: OrderFacts,
  items: ItemIndex,
  command: DecideChangeCommand,
  moment: Moment,
): Change {
  const reasonCode = requireReason(command.reasonCode, 'DECIDE_CHANGE')
  const refusal = decideChangeRefusal(facts.state)
  if (refusal !== null) throw new Refusal(refusal)
  const { input, updatedAt } = facts.state.order.pendingChange!
  const draft = Draft.edit(facts, moment)
  draft.set({ pendingChange: null })
  draft.event({ type: 'ORDER_CHANGE_DECIDED', reasonCode, data: { accepted: command.accept } })
  if (command.accept) accept(draft, facts, items, input as PendingInput, updatedAt ?? moment.now)
  closeCase(draft, 'ORDER_CHANGED', undefined, {
    resolution: command.accept ? 'The change was accepted.' : 'The change was declined.',
  })
  runValidation(draft, { ...facts, items: { ...facts.items, ...items.items } })
  return draft.finish()
}

function accept(draft: Draft, facts: OrderFacts, items: ItemIndex, input: PendingInput, saidAt: string): void {
  const edits = editsBetween(draft.state, input.base, input.theirs, saidAt).filter((edit) => !edit.always)
  const house = { ...facts, items: { ...facts.items, ...items.items } }
  const context: EditContext = { facts: house, items, charges: chargesOf(draft.order, draft.state.lines) }
  const problems: Problem[] = []
  for (const edit of edits) {
    try {
      edit.apply(draft, context)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      problems.push(...error.problems.map((one) => ({ ...one, field: ['order'] })))
    }
  }
  if (problems.length > 0) throw new Refusal(...problems)
  if (edits.length > 0) settleEdits(draft, context, input.theirs, edits.map(changeOf))
}
