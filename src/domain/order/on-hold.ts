import { type Problem, problem } from '../problems.ts'
import { holdsOn } from './holds.ts'
import type { OrderSummary } from './order-summary.ts'

/** The refusal of what must wait for a hold to end, naming the holds; null when none stands in the way of these lines. */
export function onHold(
  state: Pick<OrderSummary, 'order' | 'holds'>,
  now: string,
  lineIds?: readonly string[],
  field: string[] = ['order'],
): Problem | null {
  const holds = holdsOn(state, now, lineIds)
  if (holds.length === 0) return null
  const reasons = [...new Set(holds.map((hold) => hold.reason))].join(', ')
  return problem(
    'ORDER_ON_HOLD',
    `Order ${state.order.number} is on hold (${reasons}): put the cause right, or release the hold with releaseHold.`,
    field,
    { holds: holds.map(({ id, reason, rule, expiresAt }) => ({ id, reason, rule, expiresAt })) },
  )
}
