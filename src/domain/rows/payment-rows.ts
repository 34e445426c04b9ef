import type {
  Collector,
  Origin,
  PaymentStatus,
  RefundKind,
  RefundStatus,
  TransactionKind,
  TransactionStatus,
} from '../vocabulary.ts'

// What is paid and given back, as rows.

export interface PaymentRow {
  id: string
  orderId: string
  reference: string
  provider: string | null
  method: string | null
  collectedBy: Collector
  status: PaymentStatus
  amount: number
  authorized: number
  captured: number
  refunded: number
  expiresAt: string | null
  updatedAt: string
}

export interface TransactionRow {
  id: string
  paymentId: string
  orderId: string
  kind: TransactionKind
  status: TransactionStatus
  amount: number
  reference: string | null
  occurredAt: string
}

export interface RefundRow {
  id: string
  orderId: string
  kind: RefundKind
  origin: Origin
  amount: number
  status: RefundStatus
  reasonCode: string | null
  reference: string | null
  lines: { lineId: string; quantity: number }[]
  createdAt: string
  settledAt: string | null
}
