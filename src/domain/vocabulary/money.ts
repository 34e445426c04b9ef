// What is owed, paid and given back.

export const paymentStatuses = [
  'PENDING',
  'AUTHORIZED',
  'PARTIALLY_PAID',
  'PAID',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
  'VOIDED',
  'EXPIRED',
  'FAILED',
] as const
export type PaymentStatus = (typeof paymentStatuses)[number]

export const transactionKinds = ['AUTHORIZATION', 'CAPTURE', 'VOID', 'REFUND', 'CHARGEBACK'] as const
export type TransactionKind = (typeof transactionKinds)[number]

export const transactionStatuses = ['PENDING', 'SUCCEEDED', 'FAILED'] as const
export type TransactionStatus = (typeof transactionStatuses)[number]

export const collectors = ['MERCHANT', 'CHANNEL'] as const
export type Collector = (typeof collectors)[number]

export const refundKinds = ['CANCELLATION', 'RETURN', 'GOODWILL', 'SHIPPING', 'CHARGEBACK', 'OTHER'] as const
export type RefundKind = (typeof refundKinds)[number]

export const refundStatuses = ['RECORDED', 'REQUESTED', 'SETTLED', 'REJECTED'] as const
export type RefundStatus = (typeof refundStatuses)[number]

export const ledgerAccounts = [
  'SALE',
  'SHIPPING',
  'TAX',
  'DISCOUNT',
  'TIP',
  'DUTY',
  'CAPTURE',
  'CANCELLATION',
  'REFUND',
  'GOODWILL',
  'CHARGEBACK',
  'FEE',
  'PAYOUT',
  'LABEL_COST',
  'CARRIER_CLAIM',
  'STORE_CREDIT',
  'TRANSFER',
  'FX',
  'ROUNDING',
  'ADJUSTMENT',
] as const
export type LedgerAccount = (typeof ledgerAccounts)[number]
