import type { OrderFacts } from '#domain/order/state'
import { Gathering } from '../gathering.ts'
import type { Handle, Statement } from '../handle.ts'

const rows = (table: string, by: string, order = '"id"') =>
  `(select coalesce(json_agg(t order by t.${order}), '[]'::json) from ${table} t where t."orderId" = ${by})`

/** Open units of an item in orders that are here and not yet released. */
export const demandOf = (item: string): string => `(select coalesce(sum(d."open"), 0) from order_line d
  where d."stockItemId" = ${item} and d."open" > 0 and d."kind" = 'GOODS' and d."fulfilledBy" = 'MERCHANT')`

/** The part of it in orders that wait for stock: few, so they are found from their holds. */
export const waitingDemandOf = (item: string): string => `(select coalesce(sum(d."open"), 0) from order_line d
  where d."stockItemId" = ${item} and d."open" > 0 and d."kind" = 'GOODS' and d."fulfilledBy" = 'MERCHANT' and exists (
    select from hold h where h."orderId" = d."orderId" and h."reason" = 'INVENTORY_OUT_OF_STOCK' and h."releasedAt" is null))`

/** $1 orders, $2 whether unreleased demand is asked (it reads all open lines of an item). One row an order. */
const statement: Statement = {
  name: 'order_facts',
  steady: true,
  text: `select json_build_object(
    'state', json_build_object(
      'order', to_json(o),
      'customer', (select to_json(c) from customer c where c."id" = o."customerId"),
      'references', ${rows('external_reference', 'o."id"')},
      'lines', ${rows('order_line', 'o."id"', '"position"')},
      'payments', ${rows('payment', 'o."id"', '"reference"')},
      'transactions', ${rows('payment_transaction', 'o."id"', '"occurredAt"')},
      'holds', ${rows('hold', 'o."id"', '"placedAt"')},
      'cancellationRequests', ${rows('cancellation_request', 'o."id"', '"requestedAt"')},
      'shipments', ${rows('shipment', 'o."id"', '"number"')},
      'shipmentLines', ${rows('shipment_line', 'o."id"')},
      'packages', ${rows('package', 'o."id"', '"reference"')},
      'trackingEvents', ${rows('tracking_event', 'o."id"', '"occurredAt"')},
      'refunds', ${rows('refund', 'o."id"', '"createdAt"')},
      'exceptions', ${rows('exception_case', 'o."id"', '"openedAt"')},
      'pushes', ${rows('channel_push', 'o."id"', '"requestedAt"')},
      'snapshot', (select to_json(s) from channel_snapshot s where s."orderId" = o."id")),
    'channel', (select json_build_object('id', c."id", 'key', c."key", 'name', c."name", 'kind', c."kind", 'enabled', c."enabled",
        'stages', c."stages", 'settings', c."settings", 'statusMap',
        (select coalesce(json_agg(m), '[]'::json) from channel_status_mapping m where m."channelId" = c."id"))
      from channel c where c."id" = o."channelId"),
    'items', (select coalesce(json_object_agg(i."id", json_build_object('id', i."id", 'sku', i."sku", 'safetyStock', i."safetyStock",
        'levels', (select coalesce(json_agg(v), '[]'::json) from stock_level v where v."stockItemId" = i."id"),
        'unreleasedDemand', case when $2::boolean then ${demandOf('i."id"')} else 0 end,
        'waitingDemand', case when $2::boolean then ${waitingDemandOf('i."id"')} else 0 end)), '{}'::json)
      from stock_item i where i."id" in (select l."stockItemId" from order_line l where l."orderId" = o."id"
        union all select (c.value)::uuid from json_each_text(k.candidates) c)),
    'candidates', k.candidates,
    'warehouses', (select coalesce(json_agg(w order by w."priority", w."key"), '[]'::json) from warehouse w)) as r
    from "order" o cross join lateral (select case when $2::boolean then (
      select coalesce(json_object_agg(l."id", coalesce(m."stockItemId", s."id")), '{}'::json) from order_line l
        left join channel_sku_mapping m on m."channelId" = o."channelId" and m."channelSku" = coalesce(l."channelSku", l."sku")
        left join stock_item s on s."sku" = l."sku"
        where l."orderId" = o."id" and l."stockItemId" is null and l."open" > 0 and coalesce(m."stockItemId", s."id") is not null)
      else '{}'::json end as candidates) k
    where o."id" = any($1::uuid[])`,
}

/** All that decisions about these orders may look at, in one statement, so that it is one moment's truth. */
export async function loadOrderFacts(
  handle: Handle,
  ids: string[],
  options: { demand?: boolean } = {},
): Promise<Map<string, OrderFacts>> {
  if (ids.length === 0) return new Map()
  const found = await (options.demand ? factsWithDemand : facts).ask(handle, ids)
  return new Map(ids.flatMap((id) => [[id, found.get(id)] as const]).filter(hasFacts))
}

type Found = Map<string, OrderFacts>
const hasFacts = (entry: readonly [string, OrderFacts | undefined]): entry is [string, OrderFacts] =>
  entry[1] !== undefined

/** Orders of calls whose facts are read together, and look-ups that are made together. A call that asks for more orders reads alone. */
export const ORDERS_A_READ = 32

const readingWith = (demand: boolean) =>
  new Gathering<string[], Found>({
    limit: ORDERS_A_READ,
    weightOf: (ids) => ids.length,
    // A decision may keep parts of its facts, so nobody shares an order's.
    keysOf: (ids) => ids,
    async run(handle, calls) {
      const found = await handle.query<OrderFacts>(statement, [calls.flat(), demand])
      const byId = new Map(found.map((one) => [one.state.order.id, one]))
      return calls.map(() => byId)
    },
  })
const facts = readingWith(false)
const factsWithDemand = readingWith(true)

const byReference: Statement = {
  name: 'order_ids_by_reference',
  steady: true,
  text: `select (select o."id" from "order" o join external_reference e on e."orderId" = o."id"
    where e."kind" = n."kind" and e."value" = n."value" and e."system" = n."system" order by o."placedAt" desc, o."id" desc limit 1) as r
    from unnest($1::text[], $2::text[], $3::text[]) with ordinality as n("system", "kind", "value", "place") order by n."place"`,
}
const byNumber: Statement = {
  name: 'order_ids_by_number',
  steady: true,
  text: `select (select o."id" from "order" o where o."number" = n."number") as r
    from unnest($1::text[]) with ordinality as n("number", "place") order by n."place"`,
}
const byShipmentNumber: Statement = {
  name: 'shipment_order_by_number',
  steady: true,
  text: `select json_build_object('orderId', "orderId", 'shipmentId', "id") as r from shipment where "number" = $1`,
}
const byShipmentId: Statement = {
  name: 'shipment_order_by_id',
  steady: true,
  text: `select json_build_object('orderId', "orderId", 'shipmentId', "id") as r from shipment where "id" = $1::uuid`,
}
const byTracking: Statement = {
  name: 'shipment_order_by_tracking',
  steady: true,
  text: `select json_build_object('orderId', p."orderId", 'shipmentId', p."shipmentId") as r from package p join shipment s on s."id" = p."shipmentId"
    where p."trackingNumber" = $1 order by s."createdAt" desc limit 1`,
}

interface ReferenceKey {
  system: string
  kind: string
  value: string
}

const numbers = new Gathering<string, string | null>({
  limit: ORDERS_A_READ,
  run: (handle, asked) => handle.query<string | null>(byNumber, [asked]),
})
const references = new Gathering<ReferenceKey, string | null>({
  limit: ORDERS_A_READ,
  run: (handle, keys) =>
    handle.query<string | null>(byReference, [
      keys.map(({ system }) => system),
      keys.map(({ kind }) => kind),
      keys.map(({ value }) => value),
    ]),
})

export const orderIdByNumber = async (handle: Handle, number: string): Promise<string | undefined> =>
  (await numbers.ask(handle, number)) ?? undefined

/** Where a reference may be shared, the latest order. */
export const orderIdByReference = async (handle: Handle, key: ReferenceKey): Promise<string | undefined> =>
  (await references.ask(handle, key)) ?? undefined

export async function findShipment(
  handle: Handle,
  key: { id?: string; number?: string; trackingNumber?: string },
): Promise<{ orderId: string; shipmentId: string } | undefined> {
  if (key.id !== undefined)
    return (await handle.query<{ orderId: string; shipmentId: string }>(byShipmentId, [key.id]))[0]
  if (key.number !== undefined)
    return (await handle.query<{ orderId: string; shipmentId: string }>(byShipmentNumber, [key.number]))[0]
  return (await handle.query<{ orderId: string; shipmentId: string }>(byTracking, [key.trackingNumber]))[0]
}
