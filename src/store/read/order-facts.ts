import { everyPart, type Needs, type PartName, partNames } from '#domain/order/parts'
import type { OrderFacts } from '#domain/order/state'
import type { BatchedCall, Handle, Statement } from '../handle.ts'
import { columnsOf, ofReference, type ReferenceKey, theNumbers, theReferences } from './order-names.ts'
import { stateJson } from './order-parts.ts'

/** Open units of an item in orders that are here and not yet released. */
export const demandOf = (item: string): string => `(select coalesce(sum(d."open"), 0) from order_line d
  where d."stockItemId" = ${item} and d."open" > 0 and d."kind" = 'GOODS' and d."fulfilledBy" = 'MERCHANT')`

/** The part of it in orders that wait for stock: few, so they are found from their holds. */
export const waitingDemandOf = (item: string): string => `(select coalesce(sum(d."open"), 0) from order_line d
  where d."stockItemId" = ${item} and d."open" > 0 and d."kind" = 'GOODS' and d."fulfilledBy" = 'MERCHANT' and exists (
    select from hold h where h."orderId" = d."orderId" and h."reason" = 'INVENTORY_OUT_OF_STOCK' and h."releasedAt" is null))`

/** The facts of the order `o` with these parts; `demand` says whether unreleased demand is requested (it reads all open lines of an item). */
const factsOf = (parts: readonly PartName[], demand: string) => `json_build_object(
    'state', ${stateJson(parts)},
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

/** Orders of calls whose facts are read together, and look-ups that are made together. A call that requests more orders reads alone. */
export const ORDERS_A_READ = 32

type Facts = OrderFacts<never>
type Found = Map<string, Facts>

/** The ways to load the facts of an order with one set of parts. Calls that need the same parts share a statement. */
interface Loading {
  byIds: BatchedCall<string[], Found>
  byNumber: BatchedCall<string, Facts[]>
  byReference: BatchedCall<ReferenceKey, Facts[]>
}

function loadingOf(parts: readonly PartName[], demand: boolean): Loading {
  // One name per set of parts, so that each is planned once per session.
  const key = partNames.map((name) => (parts.includes(name) ? '1' : '0')).join('')
  const named = (by: string, text: string): Statement => ({ name: `order_facts_${by}_${key}`, genericPlan: true, text })
  return {
    byIds: readingByIds(named('id', factsByIds(parts)), demand),
    byNumber: readingNamed(named('number', factsByNumber(parts)), (numbers) => [numbers], demand),
    byReference: readingNamed(named('reference', factsByReference(parts)), columnsOf, demand),
  }
}

/** $1 orders, $2 demand. One row an order. */
const factsByIds = (parts: readonly PartName[]) => `select ${factsOf(parts, '$2::boolean')} as r
  from "order" o cross join lateral ${candidatesOf('$2::boolean')} k
  where o."id" = any($1::uuid[])`

/** Each name has a row of its own, so that calls that name the same order share nothing of it. */
const namedFacts = (parts: readonly PartName[], from: string, demand: string) =>
  `select json_build_object('place', n."place", 'facts', ${factsOf(parts, demand)}) as r
    from ${from} cross join lateral ${candidatesOf(demand)} k`
const factsByNumber = (parts: readonly PartName[]) =>
  namedFacts(parts, `${theNumbers} join "order" o on o."number" = n."number"`, '$2::boolean')
// Two are enough to know that there are several.
const factsByReference = (parts: readonly PartName[]) =>
  namedFacts(parts, `${theReferences} cross join lateral ${ofReference('o.*', 'limit 2')} o`, '$5::boolean')

const readingByIds = (statement: Statement, demand: boolean): Loading['byIds'] => ({
  limit: ORDERS_A_READ,
  weightOf: (ids) => ids.length,
  // A decision may keep parts of its facts, so nobody shares an order's.
  keysOf: (ids) => ids,
  async run(handle, calls) {
    const found = await handle.query<Facts>(statement, [calls.flat(), demand])
    const byId = new Map(found.map((one) => [one.state.order.id, one]))
    return calls.map(() => byId)
  },
})

const readingNamed = <Name>(
  statement: Statement,
  columnsOf: (names: Name[]) => unknown[],
  demand: boolean,
): BatchedCall<Name, Facts[]> => ({
  limit: ORDERS_A_READ,
  async run(handle, names) {
    const found = await handle.query<{ place: number; facts: Facts }>(statement, [...columnsOf(names), demand])
    const facts: Facts[][] = names.map(() => [])
    for (const one of found) facts[one.place - 1]!.push(one.facts)
    return facts
  },
})

/** Made once per set of parts: a decision names its parts in a constant. */
const loadings = [new WeakMap<object, Loading>(), new WeakMap<object, Loading>()] as const

function loading(needs: Needs<never>, demand: boolean): Loading {
  const known = loadings[demand ? 1 : 0]
  let found = known.get(needs)
  if (found === undefined) {
    found = loadingOf(needs.names, demand)
    known.set(needs, found)
  }
  return found
}

/** All that decisions about these orders may look at, in one statement, so that it is one moment's truth. */
export async function loadOrderFacts<Name extends PartName>(
  handle: Handle,
  ids: string[],
  needs: Needs<Name>,
  options: { demand?: boolean } = {},
): Promise<Map<string, OrderFacts<Name>>> {
  if (ids.length === 0) return new Map()
  const demand = options.demand ?? false
  const found = await handle.batched(loading(needs, demand).byIds, ids)
  const all = await whole(
    handle,
    ids.flatMap((id) => found.get(id) ?? []),
    needs,
    demand,
  )
  return new Map(all.map((facts) => [facts.state.order.id, facts]))
}

/** The same for the order of that name, found in the same statement: a step less than to look up its id first. */
export async function loadFactsByNumber<Name extends PartName>(
  handle: Handle,
  number: string,
  needs: Needs<Name>,
  demand: boolean,
): Promise<OrderFacts<Name> | undefined> {
  return (await whole(handle, await handle.batched(loading(needs, demand).byNumber, number), needs, demand))[0]
}

/** Of the orders with the reference: none, one, or two where there are several. */
export async function loadFactsByReference<Name extends PartName>(
  handle: Handle,
  reference: ReferenceKey,
  needs: Needs<Name>,
  demand: boolean,
): Promise<OrderFacts<Name>[]> {
  return whole(handle, await handle.batched(loading(needs, demand).byReference, reference), needs, demand)
}

/** An order from before its events recorded everything begins its history with all its parts, so it is loaded again with them, once in its life. */
async function whole<Name extends PartName>(handle: Handle, found: Facts[], needs: Needs<Name>, demand: boolean) {
  const old = found.filter(({ state }) => state.order.historyFrom === null).map(({ state }) => state.order.id)
  const again =
    old.length === 0 || needs.names.length === partNames.length
      ? undefined
      : await handle.batched(loading(everyPart, demand).byIds, old)
  return found.map((facts) => (again?.get(facts.state.order.id) ?? facts) as OrderFacts<Name>)
}
