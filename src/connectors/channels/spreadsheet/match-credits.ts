import { extend, proportion } from './decimals.ts'

/** A line that was sold, or that a credit takes back. `key` is the same for the same customer, SKU and currency. */
export interface TradedLine {
  row: number
  key: number
  epochMs: number
  quantity: number
}
export interface SaleLine extends TradedLine {
  order: number
  /** What the line was charged, in minor units. */
  total: number
  day: number
}
export interface CreditLine extends TradedLine {
  order: number
  day: number
  /** Minor units × 1,000 a unit. */
  price: number
}

/** Units of one sale line that one credit row takes back. */
export interface CreditShare {
  /** The credit invoice, and its time. */
  creditOrder: number
  creditRow: number
  epochMs: number
  saleRow: number
  order: number
  units: number
  /** Minor units given back: the credit's price, but never more than these units were charged. */
  amount: number
  sameDay: boolean
}

export interface CreditOutcome {
  matched: number
  unmatched: number
  /** Minor units that the credit gave beyond what its units were charged. */
  excess: number
  /** The orders that bear it, the latest sale first. */
  orders: number[]
  sameDay: boolean
}

/**
 * Takes each credit back from the same customer's earlier lines of its SKU, the latest first. Credits go in the order of
 * their time, so the answer does not depend on how the file is sorted.
 */
export function matchCredits(
  sales: SaleLine[],
  credits: CreditLine[],
): { shares: CreditShare[]; outcomes: Map<number, CreditOutcome> } {
  const byTime = (a: TradedLine, b: TradedLine) => a.epochMs - b.epochMs || a.row - b.row
  const salesByKey = groupByKey(sales)
  const shares: CreditShare[] = []
  const outcomes = new Map<number, CreditOutcome>()
  const open = new Map<number, OpenSales>()

  for (const credit of credits.toSorted(byTime)) {
    let sold = open.get(credit.key)
    if (sold === undefined) {
      sold = { waiting: (salesByKey.get(credit.key) ?? []).toSorted(byTime), next: 0, stack: [] }
      open.set(credit.key, sold)
    }
    while (sold.next < sold.waiting.length && sold.waiting[sold.next]!.epochMs <= credit.epochMs) {
      sold.stack.push({ line: sold.waiting[sold.next++]!, used: 0 })
    }
    outcomes.set(credit.row, takeBack(credit, sold.stack, shares))
  }
  return { shares, outcomes }
}

interface OpenSales {
  waiting: SaleLine[]
  next: number
  /** Sales before the credit at hand with units left, the latest on top. */
  stack: { line: SaleLine; used: number }[]
}

function takeBack(credit: CreditLine, stack: OpenSales['stack'], shares: CreditShare[]): CreditOutcome {
  const wanted = Math.abs(credit.quantity)
  const outcome: CreditOutcome = { matched: 0, unmatched: 0, excess: 0, orders: [], sameDay: false }
  while (outcome.matched < wanted) {
    const top = stack.at(-1)
    if (top === undefined) break
    const { line, used } = top
    const units = Math.min(wanted - outcome.matched, line.quantity - used)
    const asked = extend(credit.price, outcome.matched + units) - extend(credit.price, outcome.matched)
    const charged = proportion(line.total, used + units, line.quantity) - proportion(line.total, used, line.quantity)
    const amount = Math.max(0, Math.min(asked, charged))
    const sameDay = line.day === credit.day
    shares.push({
      creditOrder: credit.order,
      creditRow: credit.row,
      epochMs: credit.epochMs,
      saleRow: line.row,
      order: line.order,
      units,
      amount,
      sameDay,
    })
    if (!outcome.orders.includes(line.order)) outcome.orders.push(line.order)
    if (outcome.matched === 0) outcome.sameDay = sameDay
    outcome.matched += units
    outcome.excess += asked - amount
    top.used += units
    if (top.used === line.quantity) stack.pop()
  }
  outcome.unmatched = wanted - outcome.matched
  return outcome
}

function groupByKey(lines: SaleLine[]): Map<number, SaleLine[]> {
  const groups = new Map<number, SaleLine[]>()
  for (const line of lines) {
    const group = groups.get(line.key)
    if (group === undefined) groups.set(line.key, [line])
    else group.push(line)
  }
  return groups
}
