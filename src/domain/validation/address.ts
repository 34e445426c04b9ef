import { takesStock } from '../order/status.ts'
import { addressProblems } from '../values/address.ts'
import type { Rule } from './rule.ts'

/** The parcel can be addressed. Not asked while the order is unpaid: many of those never come to anything. */
export const addressRule: Rule = {
  name: 'address',
  overridable: true,
  exceptions: ['ADDRESS_ISSUE'],
  check({ state, outstanding, payable }) {
    const { deliveryMethod, shippingAddress } = state.order
    const delivered = deliveryMethod === 'SHIPPING' || deliveryMethod === 'LOCAL_DELIVERY'
    if (!payable || !delivered || !outstanding.some(takesStock)) return null
    if (shippingAddress?.verified === true) return null
    const problems = shippingAddress === null ? [missing] : addressProblems(shippingAddress)
    if (problems.length === 0) return null
    return {
      message: problems.map((one) => one.message).join(' '),
      evidence: { fields: [...new Set(problems.map((one) => one.field))] },
      hold: 'INCORRECT_ADDRESS',
      exception: 'ADDRESS_ISSUE',
    }
  },
}

const missing = { field: 'address', message: 'The order has no shipping address; ask the buyer for it.' }
