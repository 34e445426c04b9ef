import { type OrderStatus, orderStatuses } from '#domain/vocabulary'
import type { Statement } from '../handle.ts'
import type { Queryable } from '../log/advance-log.ts'
import { atWarehouses, counterRows } from './order-counters.ts'

/** Which part of the business a board shows; null: all of it. Keys. */
export interface BoardFilter {
  channels: readonly string[] | null
  warehouses: readonly string[] | null
}

export interface BoardCounts {
  byStatus: { status: OrderStatus; orders: number }[]
  openExceptions: number
  breachedExceptions: number
  shipToday: number
  lateToShip: number
}

/** Statuses of orders that may still have units to dispatch. */
const undispatched = orderStatuses
  .filter((status) => !['SHIPPED', 'DELIVERED', 'RETURNED', 'CANCELLED'].includes(status))
  .map((status) => `'${status}'`)
  .join(', ')

const ofChannels = (id: string) => `${id} in (select "id" from channel where "key" = any($1::text[]))`
const ofWarehouses = (ids: string) => atWarehouses(ids, '$2')

/** Filters are part of the text, so that a board of everything does not pay for them. $3 is now. */
function statement(channels: boolean, warehouses: boolean): Statement {
  const given = '$1::text[] is not distinct from $1 and $2::text[] is not distinct from $2' // names both, whichever are used
  const all = (...conditions: string[]) => conditions.filter((each) => each !== '').join(' and ')
  const ofBoth = (row: string) =>
    all(
      given,
      channels ? ofChannels(`${row}."channelId"`) : '',
      warehouses ? ofWarehouses(`${row}."warehouseIds"`) : '',
    )
  const cases = all(
    given,
    channels ? ofChannels('coalesce(o."channelId", x."channelId")') : '',
    warehouses ? ofWarehouses('o."warehouseIds"') : '',
  )
  const due = (before: string) => `"order" o where o."status" in (${undispatched})
    and o."shipBy" < ${before} and ${ofBoth('o')} and exists (select from order_line l
      where l."orderId" = o."id" and l."kind" = 'GOODS' and l."fulfilledBy" = 'MERCHANT' and l."open" + l."allocated" > 0)`
  // A day is at most 25 hours long.
  const today = `select o."shipBy", coalesce((select w."timeZone" from shipment s join warehouse w on w."id" = s."warehouseId"
        where s."orderId" = o."id" and s."status" in ('PLANNED', 'PICKING', 'PACKED', 'LABELLED') order by s."number" limit 1),
      (select "timeZone" from warehouse where "enabled" order by "priority", "key" limit 1), 'UTC') as zone
    from ${due(`$3::timestamptz + interval '25 hours'`)} and o."shipBy" > $3::timestamptz - interval '25 hours'`
  return {
    name: `board${channels ? '_channels' : ''}${warehouses ? '_warehouses' : ''}`,
    text: `select json_build_object(
        'byStatus', (select coalesce(json_object_agg(t."status", t.n), '{}'::json)
          from (select k."status", sum(k."orders") as n from (${counterRows}) k where ${ofBoth('k')} group by 1) t),
        'shipToday', (select count(*) from (${today}) t where (t."shipBy" at time zone t.zone)::date = ($3::timestamptz at time zone t.zone)::date),
        'lateToShip', (select count(*) from ${due('$3::timestamptz')}),
        'exceptions', (select json_build_object('open', count(*),
            'breached', count(*) filter (where x."breachedAt" is not null or x."dueAt" < $3::timestamptz))
          from exception_case x left join "order" o on o."id" = x."orderId" where x."status" <> 'RESOLVED' and ${cases})) as r`,
  }
}

const statements = [false, true].map((channels) => [false, true].map((warehouses) => statement(channels, warehouses)))

interface BoardRow {
  byStatus: Partial<Record<OrderStatus, number>>
  shipToday: number
  lateToShip: number
  exceptions: { open: number; breached: number }
}

/** The numbers of a board at `now`. A day is the calendar day where the goods are, or at the first warehouse while that is open. */
export async function readBoard(handle: Queryable, filter: BoardFilter, now: string): Promise<BoardCounts> {
  const { channels, warehouses } = filter
  const text = statements[channels === null ? 0 : 1]![warehouses === null ? 0 : 1]!
  const [row] = await handle.query<BoardRow>(text, [channels, warehouses, now])
  const { byStatus, shipToday, lateToShip, exceptions } = row!
  return {
    byStatus: orderStatuses.map((status) => ({ status, orders: byStatus[status] ?? 0 })),
    openExceptions: exceptions.open,
    breachedExceptions: exceptions.breached,
    shipToday,
    lateToShip,
  }
}
