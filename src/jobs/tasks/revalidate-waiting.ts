import { z } from 'zod'
import type { AnswerOf } from '#door/client'
import { heldOrders, validateOrder } from '#door/documents/orders'
import { task } from '../job.ts'
import { done } from '../outcome.ts'

/** Pages of waiting orders in one run; stock that serves more than these serves the rest when it moves again. */
const MOST_PAGES = 20

/** Stock of a SKU came: the orders that wait for it are judged again, the most urgent first. */
export const revalidateWaitingTask = task({
  name: 'revalidate-waiting',
  payload: z.object({ sku: z.string() }),
  async run({ sku }, { door, signal }) {
    let after: string | null = null
    for (let page = 0; page < MOST_PAGES && !signal.aborted; page++) {
      const answer: AnswerOf<typeof heldOrders> = await door.execute(heldOrders, { sku, after })
      for (const order of answer.orders?.nodes ?? []) {
        const waits = order.holds?.some(({ reason }) => reason === 'INVENTORY_OUT_OF_STOCK')
        const forThis = order.lines.some(({ open, stockItem }) => open > 0 && stockItem?.sku === sku)
        if (waits && forThis) await door.execute(validateOrder, { id: order.id })
      }
      if (!answer.orders?.pageInfo.hasNextPage) break
      after = answer.orders.pageInfo.endCursor
    }
    return done
  },
})
