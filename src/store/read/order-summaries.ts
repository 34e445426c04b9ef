import { type OrderSummary, summaryParts } from '#domain/order/order-summary'
import type { Handle, Statement } from '../handle.ts'
import { stateJson } from './order-parts.ts'

const statement: Statement = {
  name: 'order_summaries',
  text: `select ${stateJson(summaryParts)} as r from "order" o where o."id" = any($1::uuid[])`,
}

/** What of each order decides which mutations are legal, in one statement for all of them. */
export async function readOrderSummaries(handle: Handle, ids: readonly string[]): Promise<Map<string, OrderSummary>> {
  const found = await handle.query<OrderSummary>(statement, [ids])
  return new Map(found.map((summary) => [summary.order.id, summary]))
}
