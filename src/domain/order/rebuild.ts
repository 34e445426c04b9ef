import { emptyState, type OrderState } from './state.ts'
import { type OrderStep, type Part, partRules, parts } from './step.ts'

/** A step of an order's history, with what of it lies apart because it may name somebody: absent where that was erased. */
export interface HistoryStep {
  /** Of the event that carries it, the last one of its decision. */
  sequence: number
  step: OrderStep
  personal?: OrderStep
}

type Row = Record<string, unknown>
type Rows = Map<string, Row>

/**
 * An order as the steps of its history leave it, or left it after the first ones: all of its parts but the channel's snapshot. Pure; the first
 * step must be the one that the order begins with.
 */
export function rebuild(orderId: string, history: readonly HistoryStep[]): OrderState {
  let order: Row = { ...partRules.order.blank, id: orderId }
  let customer: Row | null = null
  const tables = new Map<Part, Rows>(parts.map((part) => [part, new Map()]))
  for (const { sequence, step, personal = {} } of history) {
    for (const half of [step, personal]) order = { ...order, ...half.order }
    order.version = sequence
    for (const half of [step, personal]) customer = customerAfter(customer, half)
    for (const [part, rows] of tables) {
      for (const half of [step, personal]) put(part, rows, half, orderId)
      for (const id of step[part]?.gone ?? []) rows.delete(id)
    }
  }
  const state = emptyState(order as unknown as OrderState['order'], [])
  const filled = Object.fromEntries([...tables].map(([part, rows]) => [part, [...rows.values()]]))
  return { ...state, ...filled, customer: customer as OrderState['customer'] }
}

function customerAfter(known: Row | null, { customer }: OrderStep): Row | null {
  if (customer === undefined) return known
  const base = known !== null && known.id === customer.id ? known : partRules.customer.blank
  return { ...base, ...customer }
}

function put(part: Part, rows: Rows, step: OrderStep, orderId: string): void {
  for (const columns of step[part]?.set ?? [])
    rows.set(columns.id, { ...(rows.get(columns.id) ?? { ...partRules[part].blank, orderId }), ...columns })
}
