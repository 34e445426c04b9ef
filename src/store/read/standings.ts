import type { Standing } from '#domain/order/standing'
import type { Handle, Statement } from '../handle.ts'

const rows = (table: string, order: string) =>
  `(select coalesce(json_agg(t order by t.${order}), '[]'::json) from ${table} t where t."orderId" = o."id")`

const statement: Statement = {
  name: 'order_standings',
  text: `select json_build_object(
      'order', to_json(o), 'lines', ${rows('order_line', '"position"')}, 'holds', ${rows('hold', '"placedAt"')},
      'shipments', ${rows('shipment', '"number"')}, 'shipmentLines', ${rows('shipment_line', '"id"')},
      'cancellationRequests', ${rows('cancellation_request', '"requestedAt"')}) as r
    from "order" o where o."id" = any($1::uuid[])`,
}

/** What of each order decides which verbs are legal, in one statement for all of them. */
export async function readStandings(handle: Handle, ids: readonly string[]): Promise<Map<string, Standing>> {
  const found = await handle.query<Standing>(statement, [ids])
  return new Map(found.map((standing) => [standing.order.id, standing]))
}
