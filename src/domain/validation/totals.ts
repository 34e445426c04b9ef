import { formatAmount } from '../money/money.ts'
import { chargesOf, currentTotals } from '../order/current-totals.ts'
import type { Rule } from './rule.ts'

/** What the channel says the order comes to is what its parts come to, before or after what was cancelled. */
export const totalsRule: Rule = {
  name: 'totals',
  overridable: true,
  exceptions: ['TOTAL_MISMATCH'],
  check({ state, outstanding }) {
    const { order, lines } = state
    const { statedTotal, currencyCode } = order
    if (statedTotal === null || statedTotal === order.total || outstanding.length === 0) return null
    const whole = lines.map((line) => ({ ...line, cancelled: 0 }))
    const ordered = currentTotals(whole, chargesOf(order, lines), order.taxesIncluded).total
    if (statedTotal === ordered) return null
    const amount = (minor: number) => `${formatAmount(minor, currencyCode)} ${currencyCode}`
    return {
      message: `The channel states a total of ${amount(statedTotal)}; the parts come to ${amount(ordered)}. Find out which is right.`,
      evidence: { stated: amount(statedTotal), computed: amount(ordered), difference: amount(statedTotal - ordered) },
      hold: 'TOTAL_MISMATCH',
      exception: 'TOTAL_MISMATCH',
    }
  },
}
