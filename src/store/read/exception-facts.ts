import type { FoundCase } from '#domain/exception/change-cases'
import type { ExceptionRow } from '#domain/rows/case-rows'
import type { Handle, Statement } from '../handle.ts'
import { NAMESAKES_LIMIT } from './order-names.ts'

/** Whose the exception `e` is: its order's channel; one without an order names its own. */
const channelOfCase = `(case when e."orderId" is null then e."channelId" else (select o."channelId" from "order" o where o."id" = e."orderId") end)`

const cases: Statement = {
  name: 'exception_cases',
  text: `select json_build_object('row', to_json(e), 'channelKey', c."key") as r
    from exception_case e left join channel c on c."id" = ${channelOfCase}
    where e."id" = any($1::uuid[]) and ($2::text is null or c."key" = $2)`,
}

/** The cases of one channel, or (null) of all, by their ids. */
export async function loadCases(
  handle: Handle,
  ids: string[],
  channelKey: string | null,
): Promise<Map<string, FoundCase>> {
  if (ids.length === 0) return new Map()
  const found = await handle.query<FoundCase>(cases, [ids, channelKey])
  return new Map(found.map((one) => [one.row.id, one]))
}

const overdue: Statement = {
  name: 'exception_cases_overdue',
  text: `select e."id" as r from exception_case e where e."status" in ('OPEN', 'IN_PROGRESS') and e."dueAt" < $1::timestamptz
    and e."breachedAt" is null and ($3::text is null or (select c."key" from channel c where c."id" = ${channelOfCase}) = $3)
    order by e."dueAt", e."id" limit $2::int`,
}

/** Unresolved, past their due time and not yet marked, of one channel or (null) of all; the longest overdue first. */
export const overdueCases = async (
  handle: Handle,
  now: string,
  limit: number,
  channelKey: string | null,
): Promise<string[]> => handle.query<string>(overdue, [now, limit, channelKey])

const bySubject: Statement = {
  name: 'exception_cases_by_subject',
  text: `select to_json(e) as r
    from jsonb_to_recordset($1::jsonb) as a("kind" text, "subject" text)
    join exception_case e on e."kind" = a."kind" and e."subject" = a."subject"
    order by e."openedAt", e."id"`,
}

/** Every case of these (kind, subject) pairs, oldest first. */
export const casesBySubject = async (
  handle: Handle,
  subjects: { kind: string; subject: string }[],
): Promise<ExceptionRow[]> =>
  subjects.length === 0 ? [] : handle.query<ExceptionRow>(bySubject, [JSON.stringify(subjects)])

/** What an exception may be about, each as the caller named it; absent or null where it named none. */
export interface NamedSubject {
  orderId?: string | null
  orderNumber?: string | null
  reference?: { system: string; kind: string; value: string } | null
  shipmentId?: string | null
  shipmentNumber?: string | null
  trackingNumber?: string | null
  channel?: string | null
}

interface Located {
  id: string
  number: string
  channelKey: string
}

/** What the caller may see of what a name names; several where a reference or a tracking number is shared. */
export interface LocatedSubject {
  orders: Located[]
  shipments: (Located & { orderId: string })[]
  channel: { id: string; key: string } | null
}

const several = (row: string, from: string) => `(select coalesce(json_agg(x.r), '[]'::json)
  from (select json_build_object(${row}, 'channelKey', c."key") as r from ${from}
    and ($2::text is null or c."key" = $2) limit ${NAMESAKES_LIMIT}) x)`

/** $1 the names, $2 the channel's key or null. One row a name, in the order of the names. */
const locate: Statement = {
  name: 'exception_subjects',
  text: `select json_build_object(
    'orders', ${several(
      `'id', o."id", 'number', o."number"`,
      `"order" o join channel c on c."id" = o."channelId" where o."id" = any(case
        when a."orderId" is not null then array[a."orderId"]
        when a."orderNumber" is not null then array(select n."id" from "order" n where n."number" = a."orderNumber")
        when a."value" is not null then array(select x."orderId" from external_reference x
          where x."kind" = a."kind" and x."value" = a."value" and x."system" = a."system")
      end)`,
    )},
    'shipments', ${several(
      `'id', s."id", 'number', s."number", 'orderId', s."orderId"`,
      `shipment s join "order" o on o."id" = s."orderId" join channel c on c."id" = o."channelId" where s."id" = any(case
        when a."shipmentId" is not null then array[a."shipmentId"]
        when a."shipmentNumber" is not null then array(select n."id" from shipment n where n."number" = a."shipmentNumber")
        when a."trackingNumber" is not null then array(select k."shipmentId" from package k where k."trackingNumber" = a."trackingNumber")
      end)`,
    )},
    'channel', (select json_build_object('id', c."id", 'key', c."key") from channel c
      where c."key" = a."channel" and ($2::text is null or c."key" = $2))) as r
    from jsonb_to_recordset($1::jsonb) as a("n" int, "orderId" uuid, "orderNumber" text, "system" text, "kind" text, "value" text,
      "shipmentId" uuid, "shipmentNumber" text, "trackingNumber" text, "channel" text)
    order by a."n"`,
}

export async function locateSubjects(
  handle: Handle,
  names: readonly NamedSubject[],
  channelKey: string | null,
): Promise<LocatedSubject[]> {
  if (names.length === 0) return []
  const rows = names.map(({ reference, ...name }, n) => ({ ...name, ...reference, n }))
  return handle.query<LocatedSubject>(locate, [JSON.stringify(rows), channelKey])
}
