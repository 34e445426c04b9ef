import { intentsOf } from '../order/intents.ts'
import type { CoreState } from '../order/parts.ts'
import { deriveMoneyPosition } from '../order/payment-status.ts'
import type { ChannelFacts } from '../order/state.ts'

/**
 * Whether an order may be fulfilled as far as money goes: captured in full, or a channel that keeps the money says so
 * (a status mapped to ACCEPT). An authorization is enough only where the channel's setting `releaseOnAuthorization` is true.
 * What was refunded in full is not paid any more.
 */
export function isPayable(state: CoreState, channel: ChannelFacts): boolean {
  const { paymentStatus, paidTotal } = deriveMoneyPosition(state)
  if (paymentStatus === 'PAID') return true
  if (paymentStatus === 'PARTIALLY_REFUNDED') return state.order.priced && paidTotal >= state.order.total
  if (paymentStatus === 'REFUNDED') return false
  if (paymentStatus === 'AUTHORIZED' && channel.settings.releaseOnAuthorization === true) return true
  return intentsOf(channel, state.order.channelStatuses).some(({ intent }) => intent === 'ACCEPT')
}
