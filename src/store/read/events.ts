import { eventTypes } from '#domain/events'
import { groupBy } from '#domain/values/group-by'
import type { Handle, Statement } from '../handle.ts'
import { STEP } from '../log/encode-event.ts'
import { type EventRow, eventJson, type PlacedEvent } from '../log/event-row.ts'

export interface LogQuestion {
  types: readonly string[]
  orderNumbers: string[] | null
  /** Only events of this channel; null: of all. */
  channelKey: string | null
  /** Positions, both exclusive. */
  after: number | null
  before: number | null
  backwards: boolean
  limit: number
}

const direction = (backwards: boolean) => (backwards ? 'desc' : 'asc')
const range = `l."position" > coalesce($1::bigint, 0) and ($2::bigint is null or l."position" < $2)`

/** Events of some orders are few and found by the order; those of all types are read along the log. */
const logPage = (ofOrders: boolean, backwards: boolean): Statement => ({
  name: `events_${ofOrders ? 'of_orders' : 'of_log'}_${backwards ? 'backwards' : 'forwards'}`,
  text: `with e as ${ofOrders ? 'materialized' : 'not materialized'} (select * from event
      ${ofOrders ? 'where "orderId" in (select "id" from "order" where "number" = any($5::text[]))' : ''})
    select ${eventJson} as r from event_log l join e on e."id" = l."eventId"
    where ${range} and e."type" = any($3::text[])
      and ($4::text is null or e."channelKey" = $4) ${ofOrders ? '' : 'and $5::text[] is null'}
    order by l."position" ${direction(backwards)} limit $6::int`,
})

/**
 * Events of some types: an index gives the places of each in order, and the pages are merged; only what is shown is looked up. The type is
 * said twice, as in src/store/reader/merged.ts: where nearly all events are of one, the planner would walk the log for any.
 */
const typesPage = (backwards: boolean): Statement => ({
  name: `events_of_types_${backwards ? 'backwards' : 'forwards'}`,
  text: `select ${eventJson} as r from (select l.* from (select distinct u.x from unnest($3::text[]) u(x)) t cross join lateral (
        select * from event_log l where l."type" = t.x and l."type" between t.x and t.x and ${range}
          and ($4::text is null or (select e."channelKey" from event e where e."id" = l."eventId") = $4)
        order by l."position" ${direction(backwards)} limit $5::int) l
      order by l."position" ${direction(backwards)} limit $5::int) l
    cross join lateral (select * from event where "id" = l."eventId" limit 1) e
    order by l."position" ${direction(backwards)}`,
})

const pages = {
  orders: { forwards: logPage(true, false), backwards: logPage(true, true) },
  log: { forwards: logPage(false, false), backwards: logPage(false, true) },
  types: { forwards: typesPage(false), backwards: typesPage(true) },
}

export function readEvents(handle: Handle, asked: LogQuestion): Promise<PlacedEvent[]> {
  const isOfAll = eventTypes.every((type) => asked.types.includes(type))
  const way = asked.orderNumbers !== null ? 'orders' : isOfAll ? 'log' : 'types'
  const found = [asked.after, asked.before, asked.types, asked.channelKey]
  return handle.query<PlacedEvent>(
    pages[way][asked.backwards ? 'backwards' : 'forwards'],
    way === 'types' ? [...found, asked.limit] : [...found, asked.orderNumbers, asked.limit],
  )
}

const trail = (backwards: boolean): Statement => ({
  name: `order_trail_${backwards ? 'backwards' : 'forwards'}`,
  text: `select x.r from unnest($1::uuid[]) as o(id) cross join lateral (
      select ${eventJson} as r, e."sequence" from event e left join event_log l on l."eventId" = e."id"
      where e."orderId" = o.id and e."sequence" > $2::int and e."sequence" < $3::int and e."type" = any($5::text[])
      order by e."sequence" ${backwards ? 'desc' : 'asc'} limit $4::int) x`,
})
const trails = { forwards: trail(false), backwards: trail(true) }

/** The trail of each order between two sequences, both exclusive, at most `limit` events an order. */
export async function readTrails(
  handle: Handle,
  orderIds: readonly string[],
  asked: { after: number; before: number; backwards: boolean; limit: number; types: readonly string[] },
): Promise<Map<string, EventRow[]>> {
  const rows = await handle.query<EventRow>(trails[asked.backwards ? 'backwards' : 'forwards'], [
    orderIds,
    asked.after,
    asked.before,
    asked.limit,
    asked.types,
  ])
  return groupBy(rows, (row) => row.orderId ?? '')
}

const byIds: Statement = {
  name: 'events_by_id',
  text: `select ${eventJson} as r from event e left join event_log l on l."eventId" = e."id" where e."id" = any($1::bigint[])`,
}

export const readEventsById = (handle: Handle, ids: readonly number[]): Promise<EventRow[]> =>
  handle.query<EventRow>(byIds, [ids])

export interface PersonalValue {
  eventId: number
  field: string
  side: 'before' | 'after'
  value: unknown
}

const personal: Statement = {
  name: 'event_personal_values',
  text: `select json_build_object('eventId', "eventId", 'field', "field", 'side', "side", 'value', "value") as r
    from event_personal where "eventId" = any($1::bigint[]) and "field" <> '${STEP}'`,
}

/** The personal values of events that were not erased yet. */
export const readPersonalValues = (handle: Handle, eventIds: readonly number[]): Promise<PersonalValue[]> =>
  handle.query<PersonalValue>(personal, [eventIds])

const epoch: Statement = { name: 'log_epoch_now', text: 'select max("epoch") as r from log_epoch' }

/** The log's epoch now. */
export const readEpoch = async (handle: Handle): Promise<number> =>
  (await handle.query<number | null>(epoch, []))[0] ?? 1
