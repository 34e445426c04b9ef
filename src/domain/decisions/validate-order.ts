import type { Snapshot } from '../input/snapshot.ts'
import { applyChannelStatuses } from '../intake/channel-status.ts'
import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import { liftExpired } from '../order/holds.ts'
import { everyPart } from '../order/parts.ts'
import type { OrderFacts } from '../order/state.ts'
import type { ValidationResult } from '../rows/order-rows.ts'
import { runValidation } from '../validation/run-validation.ts'

/** What the channel says may touch anything. */
export const validateNeeds = everyPart

/** Looks at the order again: what its channel's statuses mean by now, and every rule. Null: nothing is new. */
export function validateOrder(facts: OrderFacts, moment: Moment): Change | null {
  const draft = Draft.edit(facts, moment)
  liftExpired(draft)
  applyChannelStatuses(draft, facts, (facts.state.snapshot?.body as Snapshot | undefined) ?? null)
  runValidation(draft, facts)
  if (draft.untouched) return null
  if (draft.withoutEvents)
    draft.event({ type: 'ORDER_VALIDATED', data: { results: draft.order.validation.map(withoutMessage) } })
  return draft.finish()
}

const withoutMessage = ({ rule, passed }: ValidationResult) => ({ rule, passed })
