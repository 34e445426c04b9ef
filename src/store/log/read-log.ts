import type { Statement } from '../handle.ts'
import type { LogState, Queryable } from './advance-log.ts'
import { eventJson, type PlacedEvent } from './event-row.ts'

export interface LogPage extends LogState {
  /** The first position that is still kept; `head + 1` where nothing is. */
  oldest: number
  events: PlacedEvent[]
}

export interface Epoch {
  epoch: number
  firstPosition: number
  systemIdentifier: string
}

// Positions are dense, so a range of them is a page. The limit makes each event a look-up by its id, whatever the statistics say
// after a flood: a plan that read the whole table once made a page of 200 take 130 ms.
const read: Statement = {
  name: 'log_read',
  text: `select json_build_object('epoch', (select max("epoch") from log_epoch), 'head', h."head",
    'oldest', coalesce((select min("position") from event_log), h."head" + 1),
    'events', (select coalesce(json_agg(${eventJson} order by l."position"), '[]'::json)
      from event_log l cross join lateral (select * from event where "id" = l."eventId" limit 1) e
      where l."position" > $1::bigint and l."position" <= $1::bigint + $2::int)) as r
    from log_head h`,
}

const epochs: Statement = {
  name: 'log_epochs',
  text: `select json_build_object('epoch', "epoch", 'firstPosition', "firstPosition", 'systemIdentifier', "systemIdentifier") as r
    from log_epoch order by "epoch"`,
}

const place: Statement = {
  name: 'log_place',
  text: `select json_build_object('position', l."position") as r from event e left join event_log l on l."eventId" = e."id" where e."id" = $1::bigint`,
}

/** The events after a position, at most `limit`, with the state of the log at that moment; one statement, so one moment. */
export async function readLog(handle: Queryable, after: number, limit: number): Promise<LogPage> {
  const [page] = await handle.query<LogPage>(read, [after, limit])
  return page!
}

export const readEpochs = (handle: Queryable): Promise<Epoch[]> => handle.query<Epoch>(epochs, [])

/** The position of an event: null while it has none, undefined where there is no such event. */
export async function placeOf(handle: Queryable, eventId: number): Promise<number | null | undefined> {
  const [found] = await handle.query<{ position: number | null }>(place, [eventId])
  return found?.position
}
