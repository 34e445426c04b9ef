import { formatAmount } from '../money/money.ts'
import type { Draft } from '../order/draft.ts'
import { deriveMoneyPosition } from '../order/payment-status.ts'
import { closeCase, openCase } from './cases.ts'

const RULE = 'refund-due'

/** What was paid and not refunded beyond what the order comes to now, in minor units; 0 where nothing is due. */
export function refundDue(draft: Draft<'exceptions'>): number {
  const { paidTotal, refundedTotal } = deriveMoneyPosition(draft.state)
  return Math.max(0, paidTotal - refundedTotal - draft.order.total)
}

/** Puts what is due back to the buyer into the queue; the money itself is moved by a person or a later mutation. */
export function openRefundDue(draft: Draft<'exceptions'>): void {
  const due = refundDue(draft)
  if (due === 0) return
  const { currencyCode, number } = draft.order
  const amount = formatAmount(due, currencyCode)
  openCase(draft, {
    kind: 'REFUND_DUE',
    summary: `${amount} ${currencyCode} of order ${number} is due back to the buyer.`,
    evidence: { amount, currencyCode },
    rule: RULE,
  })
}

/** Closes the case when refunds have caught up with what is due. */
export function closeRefundDue(draft: Draft<'exceptions'>): void {
  if (refundDue(draft) === 0) closeCase(draft, 'REFUND_DUE')
}
