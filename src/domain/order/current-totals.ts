import { lineTotal, type OrderTotals } from '../money/order-totals.ts'
import type { LineRow, OrderRow } from '../rows/order-rows.ts'
import type { Draft } from './draft.ts'

/** What the order charges besides its lines, as placed, in minor units. */
export interface Charges {
  shippingPrice: number
  shippingTax: number
  orderDiscount: number
}

/** The charges behind the totals of an order whose lines are these. */
export const chargesOf = (order: OrderRow, lines: LineRow[]): Charges => ({
  shippingPrice: order.shippingTotal,
  shippingTax: order.taxTotal - sum(lines, (line) => remaining(line.tax, line)),
  orderDiscount: order.orderDiscount,
})

/**
 * The money of an order for what is not cancelled of it. A cancelled unit takes its share of the line's total, tax and
 * discount along, and of the order's discount; delivery is charged until nothing is left to deliver. The result follows
 * from the counters alone, so that cancellations in any order end at the same total, and the last one at zero.
 */
export function currentTotals(lines: LineRow[], charges: Charges, taxesIncluded: boolean): OrderTotals {
  const discounts = sum(lines, (line) => remaining(line.discount, line))
  const left = sum(lines, (line) => remaining(lineTotal(line), line))
  const sent = isAnythingToSend(lines)
  const shippingTotal = sent ? charges.shippingPrice : 0
  const orderDiscount = remainingDiscount(lines, charges.orderDiscount, left)
  const taxTotal = sum(lines, (line) => remaining(line.tax, line)) + (sent ? charges.shippingTax : 0)
  const discountTotal = discounts + orderDiscount
  const subtotal = left + discounts
  const total = subtotal + shippingTotal - discountTotal + (taxesIncluded ? 0 : taxTotal)
  return { subtotal, shippingTotal, taxTotal, discountTotal, total }
}

/** Lets the order's totals follow its cancelled units, and posts what the customer owes less. */
export function settleCancelled(draft: Draft<never>, linesBefore: LineRow[], reference: string | null): void {
  const { order } = draft.state
  const totals = currentTotals(draft.state.lines, chargesOf(order, linesBefore), order.taxesIncluded)
  draft.set(totals)
  draft.post({ account: 'CANCELLATION', amount: totals.total - order.total, reference })
}

function remainingDiscount(lines: LineRow[], discount: number, left: number): number {
  if (lines.every((line) => line.cancelled === line.quantity)) return 0
  const all = sum(lines, lineTotal)
  return all <= 0 ? discount : discount - share(discount, all - left, all)
}

/** Delivery is of goods, where there are any. */
export const isAnythingToSend = (lines: LineRow[]): boolean => {
  const goods = lines.filter((line) => line.kind === 'GOODS')
  return (goods.length > 0 ? goods : lines).some((line) => line.cancelled < line.quantity)
}

const remaining = (amount: number, line: LineRow): number => amount - share(amount, line.cancelled, line.quantity)

/** Exact to the last minor unit, and the whole amount for the whole. */
const share = (amount: number, part: number, whole: number): number =>
  part === 0 ? 0 : Number((BigInt(amount) * BigInt(part)) / BigInt(whole))

const sum = (lines: LineRow[], amount: (line: LineRow) => number): number =>
  lines.reduce((total, line) => total + amount(line), 0)
