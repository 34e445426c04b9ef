import { z } from 'zod'
import { refusals } from '#api-client/documents/answers'
import { orderToRelease, releaseOrder, validateOrder } from '#api-client/documents/orders'
import { nodeId } from '#api-client/node-id'
import type { EventType } from '#domain/events'
import { backoff } from '../backoff.ts'
import { task } from '../job.ts'
import { again, done, giveUp, retryAfter } from '../outcome.ts'

/** The order is no longer what it was when the job was made; what changed it makes the next job. */
const overtaken = ['NOT_FOUND', 'INVALID_TRANSITION', 'ALREADY_DONE', 'ORDER_ON_HOLD', 'VALIDATION_FAILED']
/** Longest wait for an order that must not go before its day; then it is looked at again. */
const LONGEST_SLEEP_MS = 24 * 60 * 60_000

/** A release that was taken back is left to people, however late the event that made it ready is read; a hold that ends sets it going again. */
const isTakenBack = (trail: readonly { type: EventType }[]): boolean => {
  const latest = (type: EventType) => trail.map((event) => event.type).lastIndexOf(type)
  return latest('ORDER_UNRELEASED') > latest('HOLD_RELEASED')
}

/** Commits a ready order to fulfilment, where its channel has AUTO_RELEASE. */
export const releaseOrderTask = task({
  name: 'release-order',
  payload: z.object({ orderId: z.string() }),
  async run({ orderId }, { api, failures }) {
    const id = nodeId('Order', orderId)
    const { node } = await api.execute(orderToRelease, { id })
    if (node?.status !== 'READY' || !node.channel?.enabled || !node.channel.stages?.includes('AUTO_RELEASE'))
      return done
    if (isTakenBack(node.events?.nodes ?? [])) return done
    const wait = node.notBefore ? Date.parse(node.notBefore) - Date.now() : 0
    if (wait > 0) return again(Math.min(wait, LONGEST_SLEEP_MS))
    const [refusal] = refusals((await api.execute(releaseOrder, { id })).releaseOrder)
    if (refusal === undefined || overtaken.includes(refusal.code)) return done
    if (refusal.code === 'INSUFFICIENT_STOCK') {
      // Others took it since the order was validated: validation says so now, holds the order and asks.
      await api.execute(validateOrder, { id })
      return done
    }
    if (refusal.code === 'STALE_VERSION') return retryAfter(backoff(failures + 1, Math.random()), refusal.message)
    return giveUp({
      kind: refusal.code === 'NO_ROUTE' ? 'NO_ROUTE' : 'MANUAL',
      summary: 'A ready order could not be released by itself.',
      orderId,
      evidence: { code: refusal.code },
    })
  },
})
