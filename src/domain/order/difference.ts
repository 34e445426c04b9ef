import type { CoreState, OrderState } from './parts.ts'
import { type OrderStep, type Part, type PartStep, partRules, parts } from './step.ts'

type Row = Record<string, unknown>

/** What differs between two states of an order; `before` null: all that it has. */
export function difference(earlier: CoreState | null, later: CoreState): OrderStep {
  // Parts that were not loaded are in neither.
  const before = earlier as Partial<OrderState> | null
  const after = later as Partial<OrderState> & CoreState
  const step: Record<string, unknown> = {}
  const { version: _, ...order } = changed(before?.order, after.order, partRules.order.blank)
  if (hasAny(order)) step.order = order
  if (after.customer && after.customer !== before?.customer) {
    const known = before?.customer?.id === after.customer.id ? before.customer : null
    const customer = changed(known, after.customer, partRules.customer.blank)
    if (hasAny(customer)) step.customer = { ...customer, id: after.customer.id }
  }
  for (const part of parts) {
    const partStep = partDifference(part, before?.[part] ?? [], after[part] ?? [])
    if (partStep !== null) step[part] = partStep
  }
  return step as OrderStep
}

function partDifference(
  part: Part,
  before: readonly { id: string }[],
  after: readonly { id: string }[],
): PartStep<Row> | null {
  // Rows that a decision did not touch are the very same objects.
  if (before.length === after.length && after.every((row, index) => row === before[index])) return null
  const { blank } = partRules[part]
  const old = new Map(before.map((row) => [row.id, row]))
  const set: (Row & { id: string })[] = []
  for (const row of after) {
    const { orderId: _, ...columns } = changed(old.get(row.id), row, blank)
    if (hasAny(columns)) set.push({ ...columns, id: row.id })
    old.delete(row.id)
  }
  if (set.length === 0 && old.size === 0) return null
  return { ...(set.length > 0 ? { set } : {}), ...(old.size > 0 ? { gone: [...old.keys()] } : {}) }
}

/** The columns of a row that differ from what is known of it: its last values, or for a new one what is blank. */
function changed(before: object | null | undefined, after: object, blank: object): Row {
  if (before === after) return {}
  const known = (before ?? blank) as Row
  const columns: Row = {}
  for (const [name, value] of Object.entries(after)) if (!same(known[name], value)) columns[name] = value
  return columns
}

const hasAny = (columns: Row): boolean => {
  for (const _ in columns) return true
  return false
}

const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
