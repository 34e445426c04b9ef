import { z } from 'zod'
import { orderHolds, releaseHold } from '#api-client/documents/orders'
import { nodeId } from '#api-client/node-id'
import { task } from '../job.ts'
import { again, done } from '../outcome.ts'

/** Longest sleep until a hold's time comes; then the order is looked at again. */
const LONGEST_SLEEP_MS = 24 * 60 * 60_000

/** Releases the holds of an order whose time is over, and comes back for the next of them. */
export const expireHoldsTask = task({
  name: 'expire-holds',
  payload: z.object({ orderId: z.string() }),
  async run({ orderId }, { api }) {
    const { node } = await api.execute(orderHolds, { id: nodeId('Order', orderId) })
    const waiting = (node?.holds ?? []).filter(({ expiresAt, releasedAt }) => expiresAt !== null && releasedAt === null)
    let next = Number.POSITIVE_INFINITY
    for (const { id, expiresAt } of waiting) {
      const left = Date.parse(expiresAt ?? '') - Date.now()
      if (left > 0) next = Math.min(next, left)
      // A refusal says that somebody else released it meanwhile, and that is as good.
      else await api.execute(releaseHold, { id, reasonCode: 'HOLD_EXPIRED' })
    }
    return Number.isFinite(next) ? again(Math.min(next, LONGEST_SLEEP_MS)) : done
  },
})
