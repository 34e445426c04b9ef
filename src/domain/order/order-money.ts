import type { LedgerAccount } from '../vocabulary.ts'
import type { LineRow, OrderRow, OrderState } from './state.ts'

/** What an order comes to as ordered: its four parts, before anything was cancelled. */
export const orderedTotal = (order: OrderRow): number =>
  order.subtotal + order.shippingTotal - order.discountTotal + (order.taxesIncluded ? 0 : order.taxTotal)

/** The amounts of an order that belong to no line, recovered from its parts. */
export interface HeaderMoney {
  shippingPrice: number
  shippingTax: number
  discount: number
}

export const headerMoney = ({ order, lines }: Pick<OrderState, 'order' | 'lines'>): HeaderMoney => ({
  shippingPrice: order.shippingTotal,
  shippingTax: order.taxTotal - sumOf(lines, (line) => line.tax),
  discount: order.discountTotal - sumOf(lines, (line) => line.discount),
})

/**
 * What the cancelled units take off the ordered total: their share of each line (with its tax where taxes are added), less
 * their share of a discount on the whole order. An order that is cancelled as a whole comes to nothing, shipping included.
 * It depends on the order's present state alone, never on how that came about.
 */
export function cancelledAmount(state: Pick<OrderState, 'order' | 'lines'>): number {
  const { order, lines } = state
  const touched = lines.filter((line) => line.cancelled > 0)
  if (touched.length === 0) return 0
  if (lines.every((line) => line.cancelled === line.quantity)) return orderedTotal(order)
  const charged = (line: LineRow) => line.total + (order.taxesIncluded ? 0 : line.tax)
  const taken = sumOf(touched, (line) => shareOf(charged(line), line.cancelled, line.quantity))
  const { discount } = headerMoney(state)
  const whole = sumOf(lines, charged)
  return discount === 0 || whole <= 0 ? taken : taken - shareOf(discount, Math.max(0, Math.min(taken, whole)), whole)
}

/** An amount × part / whole in minor units, half up; BigInt because the product may leave the safe integers. */
const shareOf = (amount: number, part: number, whole: number): number => {
  const product = 2n * BigInt(amount) * BigInt(part) + BigInt(whole)
  const divisor = 2n * BigInt(whole)
  const quotient = product / divisor
  return Number(product < 0n && product % divisor !== 0n ? quotient - 1n : quotient)
}

/**
 * What the ledger of an order holds, by account. Its sum is the balance: total − paid + refunded. `Draft.finish` posts
 * whatever is missing, so the invariant holds after every decision.
 */
export function ledgerOf(state: Pick<OrderState, 'order' | 'lines'>): Partial<Record<LedgerAccount, number>> {
  const { order, lines } = state
  const tips = sumOf(
    lines.filter((line) => line.kind === 'TIP'),
    (line) => line.total + line.discount,
  )
  return {
    SALE: order.subtotal - tips,
    TIP: tips,
    SHIPPING: order.shippingTotal,
    TAX: order.taxesIncluded ? 0 : order.taxTotal,
    DISCOUNT: -order.discountTotal,
    CANCELLATION: order.total - orderedTotal(order),
    CAPTURE: -order.paidTotal,
    REFUND: order.refundedTotal,
  }
}

const sumOf = <T>(rows: T[], amount: (row: T) => number): number => rows.reduce((total, row) => total + amount(row), 0)
