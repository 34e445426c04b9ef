import { formatAmount } from '../money/money.ts'
import { deriveMoneyPosition } from '../order/payment-status.ts'
import type { Rule } from './rule.ts'

/** The money is there. See `isPayable` for when it need not be. */
export const paymentRule: Rule = {
  name: 'payment',
  overridable: true,
  exceptions: ['PAYMENT_FAILED'],
  check({ state, outstanding, payable }) {
    if (payable || outstanding.length === 0) return null
    const { paymentStatus, paidTotal } = deriveMoneyPosition(state)
    const { currencyCode, total, priced } = state.order
    const amount = (minor: number) => `${formatAmount(minor, currencyCode)} ${currencyCode}`
    const evidence = { paymentStatus, paid: amount(paidTotal), total: priced ? amount(total) : null }
    if (['FAILED', 'VOIDED', 'EXPIRED'].includes(paymentStatus)) {
      return {
        message: `The payment is ${paymentStatus}; ask the buyer to pay again, or cancel the order.`,
        evidence,
        hold: 'PAYMENT_FAILED',
        exception: 'PAYMENT_FAILED',
      }
    }
    const message = priced
      ? `Captured is ${evidence.paid} of ${evidence.total} (${paymentStatus}); it waits for the rest.`
      : 'The order has no price, so nobody can say whether it is paid; import it with its amounts.'
    return { message, evidence, hold: 'AWAITING_PAYMENT' }
  },
}
