import { z } from 'zod'
import type { AnswerOf } from '#api-client/client'
import { heldOrders, validateOrder } from '#api-client/documents/orders'
import { holdReasons } from '#domain/vocabulary'
import { task } from '../job.ts'
import { again, done } from '../outcome.ts'

/** What orders waited for came (stock, an item, a mapping): they are judged again, the most urgent first. */
export const revalidateWaitingTask = task({
  name: 'revalidate-waiting',
  payload: z.object({
    reason: z.enum(holdReasons).optional(),
    sku: z.string().optional(),
    channelKey: z.string().optional(),
  }),
  async run({ reason, sku, channelKey }, { api, signal }) {
    const wanted = {
      reasons: reason === undefined ? null : [reason],
      skus: sku === undefined ? null : [sku],
      channels: channelKey === undefined ? null : [channelKey],
    }
    let after: string | null = null
    do {
      const { orders }: AnswerOf<typeof heldOrders> = await api.execute(heldOrders, { ...wanted, after })
      for (const { id } of orders?.nodes ?? []) {
        if (signal.aborted) return again(0)
        await api.execute(validateOrder, { id })
      }
      after = orders?.pageInfo.hasNextPage ? orders.pageInfo.endCursor : null
    } while (after !== null)
    return done
  },
})
