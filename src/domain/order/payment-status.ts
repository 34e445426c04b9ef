import type { PaymentStatus } from '../vocabulary.ts'
import type { OrderState, PaymentRow } from './state.ts'

export interface MoneyPosition {
  paymentStatus: PaymentStatus
  paidTotal: number
  refundedTotal: number
}

/** Where the order's money stands, from its payments and refunds. A zero total is PAID; an unpriced order never is. */
export function deriveMoneyPosition(state: OrderState): MoneyPosition {
  const { order, payments, refunds } = state
  const captured = sum(payments, (p) => p.captured)
  const recorded = sum(
    refunds.filter((r) => r.status !== 'REJECTED'),
    (r) => r.amount,
  )
  const refunded = Math.max(
    recorded,
    sum(payments, (p) => p.refunded),
  )
  return { paymentStatus: status(order, payments, captured, refunded), paidTotal: captured, refundedTotal: refunded }
}

function status(order: OrderState['order'], payments: PaymentRow[], captured: number, refunded: number): PaymentStatus {
  if (captured > 0 && refunded > 0) return refunded >= captured ? 'REFUNDED' : 'PARTIALLY_REFUNDED'
  if (order.priced && captured >= order.total) return 'PAID'
  if (captured > 0) return 'PARTIALLY_PAID'
  const live = payments.filter((p) => !['VOIDED', 'EXPIRED', 'FAILED'].includes(p.status))
  if (live.some((p) => p.status === 'AUTHORIZED' || p.authorized > 0)) return 'AUTHORIZED'
  if (live.length > 0 || payments.length === 0) return 'PENDING'
  return payments.at(-1)?.status ?? 'PENDING'
}

const sum = <T>(rows: T[], amount: (row: T) => number): number => rows.reduce((total, row) => total + amount(row), 0)
