import { z } from 'zod'
import type { AnswerOf } from '#api-client/client'
import { readyOrders } from '#api-client/documents/orders'
import { rowIdOf } from '#api-client/node-id'
import { task } from '../job.ts'
import { done } from '../outcome.ts'

/** A channel begins to release by itself: what is ready there gets its job. What was taken back from release is left to people. */
export const releaseReadyTask = task({
  name: 'release-ready',
  payload: z.object({ channelKey: z.string() }),
  async run({ channelKey: channel }, { api, addJob }) {
    let after: string | null = null
    do {
      const { orders }: AnswerOf<typeof readyOrders> = await api.execute(readyOrders, { channel, after })
      for (const { id, shipments } of orders?.nodes ?? []) {
        const orderId = rowIdOf(id)
        if (shipments?.length === 0)
          await addJob({ task: 'release-order', key: `release-order:${orderId}`, payload: { orderId } })
      }
      after = orders?.pageInfo.hasNextPage ? orders.pageInfo.endCursor : null
    } while (after !== null)
    return done
  },
})
