import { type Standing, standingParts } from '#domain/order/standing'
import type { Handle, Statement } from '../handle.ts'
import { stateJson } from './order-parts.ts'

const statement: Statement = {
  name: 'order_standings',
  text: `select ${stateJson(standingParts)} as r from "order" o where o."id" = any($1::uuid[])`,
}

/** What of each order decides which verbs are legal, in one statement for all of them. */
export async function readStandings(handle: Handle, ids: readonly string[]): Promise<Map<string, Standing>> {
  const found = await handle.query<Standing>(statement, [ids])
  return new Map(found.map((standing) => [standing.order.id, standing]))
}
