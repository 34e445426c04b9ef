import type { OrderFacts, OrderState } from '../order/state.ts'
import { takesStock } from '../order/status.ts'
import type { LineRow, ValidationResult } from '../rows/order-rows.ts'
import type { ExceptionKind, HoldReason } from '../vocabulary.ts'
import { isPayable } from './payable.ts'

/** What the rules look at. */
export interface RuleContext {
  state: OrderState<'holds'>
  /** As it was before this decision: the demand that was read counts its units. Null: the order is new. */
  before: OrderState<'holds'> | null
  channel: OrderFacts['channel']
  items: OrderFacts['items']
  warehouses: OrderFacts['warehouses']
  /** The merchant's lines with units that have not left yet. Rules judge what is still to be done, never history. */
  outstanding: LineRow[]
  /** Of those, goods that are not yet committed. */
  open: LineRow[]
  /** Whether the money is there, or need not be. */
  payable: boolean
}

/** Why an order may not go on, and what that opens. Messages and evidence hold nothing personal. */
export interface Finding {
  message: string
  evidence: Record<string, unknown>
  hold: HoldReason
  /** Only these lines are held; absent: the whole order. */
  lineIds?: string[]
  exception?: ExceptionKind
}

export interface Rule {
  name: string
  /** Whether a person may release the order all the same, with a reason code, once its hold is lifted. */
  overridable: boolean
  /** The kinds of exception that it opens, and closes when its cause is gone. */
  exceptions: readonly ExceptionKind[]
  /** Null: passed, or it does not concern this order. */
  check(context: RuleContext): Finding | null
}

export function contextOf(
  facts: Pick<OrderFacts<'holds'>, 'state' | 'channel' | 'items' | 'warehouses'>,
  before: OrderState<'holds'> | null,
): RuleContext {
  const { state, channel, items, warehouses } = facts
  const outstanding = state.lines.filter((line) => line.fulfilledBy !== 'CHANNEL' && line.open + line.allocated > 0)
  const open = outstanding.filter((line) => line.open > 0 && takesStock(line))
  return { state, before, channel, items, warehouses, outstanding, open, payable: isPayable(state, channel) }
}

export const resultOf = (rule: Rule, finding: Finding | null, checkedAt: string): ValidationResult => ({
  rule: rule.name,
  passed: finding === null,
  overridable: rule.overridable,
  message: finding?.message ?? null,
  evidence: finding?.evidence ?? null,
  checkedAt,
})
