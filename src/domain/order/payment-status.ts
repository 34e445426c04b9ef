import type { PaymentStatus } from '../vocabulary.ts'
import type { CoreState } from './parts.ts'

export interface MoneyPosition {
  paymentStatus: PaymentStatus
  paidTotal: number
  refundedTotal: number
}

/**
 * Where the order's money stands, from its payments and refunds. A zero total is PAID, an unpriced order never is, and of
 * a cancelled order that nobody paid nothing is wanted any more.
 */
export function deriveMoneyPosition(state: CoreState): MoneyPosition {
  const { payments, refunds } = state
  const captured = sum(payments, (p) => p.captured)
  const recorded = sum(
    refunds.filter((r) => r.status !== 'REJECTED'),
    (r) => r.amount,
  )
  const refunded = Math.max(
    recorded,
    sum(payments, (p) => p.refunded),
  )
  return { paymentStatus: status(state, captured, refunded), paidTotal: captured, refundedTotal: refunded }
}

function status({ order, lines, payments }: CoreState, captured: number, refunded: number): PaymentStatus {
  if (captured > 0 && refunded > 0) return refunded >= captured ? 'REFUNDED' : 'PARTIALLY_REFUNDED'
  if (captured > 0) return order.priced && captured >= order.total ? 'PAID' : 'PARTIALLY_PAID'
  const wanted = lines.some((line) => line.cancelled < line.quantity)
  if (wanted && order.priced && order.total <= 0) return 'PAID'
  const live = payments.filter((p) => !['VOIDED', 'EXPIRED', 'FAILED'].includes(p.status))
  if (live.some((p) => p.status === 'AUTHORIZED' || p.authorized > 0)) return 'AUTHORIZED'
  if (live.length > 0 || payments.length === 0) return wanted ? 'PENDING' : 'VOIDED'
  return payments.at(-1)?.status ?? 'PENDING'
}

const sum = <T>(rows: T[], amount: (row: T) => number): number => rows.reduce((total, row) => total + amount(row), 0)
