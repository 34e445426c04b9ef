import { expect, test } from 'vitest'
import { deriveMoneyPosition } from '#domain/order/payment-status'
import type { OrderState } from '#domain/order/state'
import type { PaymentRow } from '#domain/rows/payment-rows'
import type { PaymentStatus } from '#domain/vocabulary'
import { factsOf, lineOf } from '../../support/order-facts.ts'

const paid = (given: Partial<PaymentRow>): PaymentRow => ({
  ...factsOf().state.payments[0]!,
  status: 'PENDING',
  captured: 0,
  ...given,
})
const refund = (amount: number, status: 'RECORDED' | 'REJECTED' = 'RECORDED'): OrderState['refunds'][number] => ({
  id: `r${amount}`,
  orderId: 'order',
  kind: 'OTHER',
  origin: 'CHANNEL',
  amount,
  status,
  reasonCode: null,
  reference: null,
  lines: [],
  createdAt: '2026-11-20T09:00:00.000Z',
  settledAt: null,
})
const cancelled = [lineOf({ id: 'line-1', cancelled: 1 })]

test.each<[string, Parameters<typeof factsOf>[0], PaymentStatus]>([
  ['nobody paid yet', { payments: [] }, 'PENDING'],
  ['a payment is pending', { payments: [paid({})] }, 'PENDING'],
  ['the money is reserved', { payments: [paid({ status: 'AUTHORIZED', authorized: 1000 })] }, 'AUTHORIZED'],
  ['a part is captured', { payments: [paid({ captured: 400 })] }, 'PARTIALLY_PAID'],
  ['all is captured', { payments: [paid({ captured: 1000 })] }, 'PAID'],
  ['two payments make the whole', { payments: [paid({ captured: 400 }), paid({ captured: 600 })] }, 'PAID'],
  ['more than the total is captured', { payments: [paid({ captured: 1200 })] }, 'PAID'],
  ['it comes to nothing', { payments: [], order: { total: 0 } }, 'PAID'],
  ['it has no prices', { payments: [], order: { total: 0, priced: false } }, 'PENDING'],
  [
    'it has no prices and something was paid',
    { payments: [paid({ captured: 5 })], order: { priced: false } },
    'PARTIALLY_PAID',
  ],
  ['a part was refunded', { payments: [paid({ captured: 1000 })], refunds: [refund(300)] }, 'PARTIALLY_REFUNDED'],
  ['a refund was rejected', { payments: [paid({ captured: 1000 })], refunds: [refund(300, 'REJECTED')] }, 'PAID'],
  ['all was refunded', { payments: [paid({ captured: 1000 })], refunds: [refund(1000)] }, 'REFUNDED'],
  ['the payment says refunded', { payments: [paid({ captured: 1000, refunded: 1000 })] }, 'REFUNDED'],
  ['the payment failed', { payments: [paid({ status: 'FAILED' })] }, 'FAILED'],
  ['the reservation ran out', { payments: [paid({ status: 'EXPIRED', authorized: 1000 })] }, 'EXPIRED'],
  ['it was cancelled before anybody paid', { payments: [], lines: cancelled, order: { total: 0 } }, 'VOIDED'],
  [
    'it was cancelled after it failed',
    { payments: [paid({ status: 'FAILED' })], lines: cancelled, order: { total: 0 } },
    'FAILED',
  ],
  [
    'it was cancelled and the money is here',
    { payments: [paid({ captured: 1000 })], lines: cancelled, order: { total: 0 } },
    'PAID',
  ],
])('%s: %#', (_, given, status) => {
  expect(deriveMoneyPosition(factsOf(given).state).paymentStatus).toBe(status)
})
