import type { OrderFacts } from '#domain/order/state'
import type { BatchedCall, Handle, Statement } from '../handle.ts'
import { columnsOf, ofReference, type ReferenceKey, theNumbers, theReferences } from './order-names.ts'

const rows = (table: string, by: string, order = '"id"') =>
  `(select coalesce(json_agg(t order by t.${order}), '[]'::json) from ${table} t where t."orderId" = ${by})`

/** Open units of an item in orders that are here and not yet released. */
export const demandOf = (item: string): string => `(select coalesce(sum(d."open"), 0) from order_line d
  where d."stockItemId" = ${item} and d."open" > 0 and d."kind" = 'GOODS' and d."fulfilledBy" = 'MERCHANT')`

/** The part of it in orders that wait for stock: few, so they are found from their holds. */
export const waitingDemandOf = (item: string): string => `(select coalesce(sum(d."open"), 0) from order_line d
  where d."stockItemId" = ${item} and d."open" > 0 and d."kind" = 'GOODS' and d."fulfilledBy" = 'MERCHANT' and exists (
    select from hold h where h."orderId" = d."orderId" and h."reason" = 'INVENTORY_OUT_OF_STOCK' and h."releasedAt" is null))`

/** The facts of the order `o`; `demand` says whether unreleased demand is asked (it reads all open lines of an item). */
const factsOf = (demand: string) => `json_build_object(
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
        'unreleasedDemand', case when ${demand} then ${demandOf('i."id"')} else 0 end,
        'waitingDemand', case when ${demand} then ${waitingDemandOf('i."id"')} else 0 end)), '{}'::json)
      from stock_item i where i."id" in (select l."stockItemId" from order_line l where l."orderId" = o."id"
        union all select (c.value)::uuid from json_each_text(k.candidates) c)),
    'candidates', k.candidates,
    'warehouses', (select coalesce(json_agg(w order by w."priority", w."key"), '[]'::json) from warehouse w))`

/** Items that lines without one may mean by now. */
const candidatesOf = (demand: string) => `(select case when ${demand} then (
      select coalesce(json_object_agg(l."id", coalesce(m."stockItemId", s."id")), '{}'::json) from order_line l
        left join channel_sku_mapping m on m."channelId" = o."channelId" and m."channelSku" = coalesce(l."channelSku", l."sku")
        left join stock_item s on s."sku" = l."sku"
        where l."orderId" = o."id" and l."stockItemId" is null and l."open" > 0 and coalesce(m."stockItemId", s."id") is not null)
      else '{}'::json end as candidates)`

/** $1 orders, $2 demand. One row an order. */
const byIds: Statement = {
  name: 'order_facts',
  steady: true,
  text: `select ${factsOf('$2::boolean')} as r
    from "order" o cross join lateral ${candidatesOf('$2::boolean')} k
    where o."id" = any($1::uuid[])`,
}

/** All that decisions about these orders may look at, in one statement, so that it is one moment's truth. */
export async function loadOrderFacts(
  handle: Handle,
  ids: string[],
  options: { demand?: boolean } = {},
): Promise<Map<string, OrderFacts>> {
  if (ids.length === 0) return new Map()
  const found = await handle.batched(options.demand ? factsWithDemand : facts, ids)
  return new Map(ids.flatMap((id) => [[id, found.get(id)] as const]).filter(hasFacts))
}

type Found = Map<string, OrderFacts>
const hasFacts = (entry: readonly [string, OrderFacts | undefined]): entry is [string, OrderFacts] =>
  entry[1] !== undefined

/** Orders of calls whose facts are read together, and look-ups that are made together. A call that asks for more orders reads alone. */
export const ORDERS_A_READ = 32

const readingWith = (demand: boolean): BatchedCall<string[], Found> => ({
  limit: ORDERS_A_READ,
  weightOf: (ids) => ids.length,
  // A decision may keep parts of its facts, so nobody shares an order's.
  keysOf: (ids) => ids,
  async run(handle, calls) {
    const found = await handle.query<OrderFacts>(byIds, [calls.flat(), demand])
    const byId = new Map(found.map((one) => [one.state.order.id, one]))
    return calls.map(() => byId)
  },
})
const facts = readingWith(false)
const factsWithDemand = readingWith(true)

/** Each name has a row of its own, so that calls that name the same order share nothing of it. */
const namedFacts = (
  from: string,
  demand: string,
) => `select json_build_object('place', n."place", 'facts', ${factsOf(demand)}) as r
  from ${from} cross join lateral ${candidatesOf(demand)} k`
const byNumber: Statement = {
  name: 'order_facts_by_number',
  steady: true,
  text: namedFacts(`${theNumbers} join "order" o on o."number" = n."number"`, '$2::boolean'),
}
const byReference: Statement = {
  name: 'order_facts_by_reference',
  steady: true,
  // Two are enough to know that there are several.
  text: namedFacts(`${theReferences} cross join lateral ${ofReference('o.*', 'limit 2')} o`, '$5::boolean'),
}

const readingNamed = <Name>(
  named: Statement,
  columnsOf: (names: Name[]) => unknown[],
  demand: boolean,
): BatchedCall<Name, OrderFacts[]> => ({
  limit: ORDERS_A_READ,
  async run(handle, names) {
    const found = await handle.query<{ place: number; facts: OrderFacts }>(named, [...columnsOf(names), demand])
    const facts: OrderFacts[][] = names.map(() => [])
    for (const one of found) facts[one.place - 1]!.push(one.facts)
    return facts
  },
})
const ofNumbers = (numbers: string[]) => [numbers]
const factsByNumber = readingNamed(byNumber, ofNumbers, false)
const factsByNumberWithDemand = readingNamed(byNumber, ofNumbers, true)
const factsByReference = readingNamed(byReference, columnsOf, false)
const factsByReferenceWithDemand = readingNamed(byReference, columnsOf, true)

/** The same for the order of that name, found in the same statement: a step less than to look up its id first. */
export const loadFactsByNumber = async (
  handle: Handle,
  number: string,
  demand: boolean,
): Promise<OrderFacts | undefined> =>
  (await handle.batched(demand ? factsByNumberWithDemand : factsByNumber, number))[0]

/** Of the orders with the reference: none, one, or two where there are several. */
export const loadFactsByReference = (handle: Handle, reference: ReferenceKey, demand: boolean): Promise<OrderFacts[]> =>
  handle.batched(demand ? factsByReferenceWithDemand : factsByReference, reference)
