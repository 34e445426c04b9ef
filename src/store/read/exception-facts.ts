import type { FoundCase } from '#domain/exception/change-cases'
import type { ExceptionRow } from '#domain/rows/case-rows'
import type { Handle, Statement } from '../handle.ts'

const cases: Statement = {
  name: 'exception_cases',
  text: `select json_build_object('row', to_json(e), 'channelKey', c."key") as r
    from exception_case e left join "order" o on o."id" = e."orderId"
    left join channel c on c."id" = coalesce(o."channelId", e."channelId")
    where e."id" = any($1::uuid[])`,
}

export async function loadCases(handle: Handle, ids: string[]): Promise<Map<string, FoundCase>> {
  if (ids.length === 0) return new Map()
  const found = await handle.query<FoundCase>(cases, [ids])
  return new Map(found.map((one) => [one.row.id, one]))
}

const overdue: Statement = {
  name: 'exception_cases_overdue',
  text: `select "id" as r from exception_case where "status" in ('OPEN', 'IN_PROGRESS') and "dueAt" < $1::timestamptz and "breachedAt" is null
    order by "dueAt", "id" limit $2::int`,
}

/** Unresolved, past their due time and not yet marked; the longest overdue first. */
export const overdueCases = async (handle: Handle, now: string, limit: number): Promise<string[]> =>
  handle.query<string>(overdue, [now, limit])

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

export interface LocatedSubject {
  order: { id: string; channelKey: string } | null
  shipment: { id: string; orderId: string; channelKey: string } | null
  channel: { id: string; key: string } | null
}

/** One row a name, in the order of the names. A reference or tracking number that several share means the latest. */
const locate: Statement = {
  name: 'exception_subjects',
  text: `select json_build_object(
    'order', (select json_build_object('id', o."id", 'channelKey', c."key") from "order" o join channel c on c."id" = o."channelId"
      where o."id" = case
        when a."orderId" is not null then a."orderId"
        when a."orderNumber" is not null then (select n."id" from "order" n where n."number" = a."orderNumber")
        when a."value" is not null then (select x."orderId" from external_reference x join "order" p on p."id" = x."orderId"
          where x."kind" = a."kind" and x."value" = a."value" and x."system" = a."system" order by p."placedAt" desc, p."id" desc limit 1)
      end),
    'shipment', (select json_build_object('id', s."id", 'orderId', s."orderId", 'channelKey', c."key")
      from shipment s join "order" o on o."id" = s."orderId" join channel c on c."id" = o."channelId"
      where s."id" = case
        when a."shipmentId" is not null then a."shipmentId"
        when a."shipmentNumber" is not null then (select n."id" from shipment n where n."number" = a."shipmentNumber")
        when a."trackingNumber" is not null then (select k."shipmentId" from package k join shipment p on p."id" = k."shipmentId"
          where k."trackingNumber" = a."trackingNumber" order by p."createdAt" desc, p."id" desc limit 1)
      end),
    'channel', (select json_build_object('id', c."id", 'key', c."key") from channel c where c."key" = a."channel")) as r
    from jsonb_to_recordset($1::jsonb) as a("n" int, "orderId" uuid, "orderNumber" text, "system" text, "kind" text, "value" text,
      "shipmentId" uuid, "shipmentNumber" text, "trackingNumber" text, "channel" text)
    order by a."n"`,
}

export async function locateSubjects(handle: Handle, names: readonly NamedSubject[]): Promise<LocatedSubject[]> {
  if (names.length === 0) return []
  const rows = names.map(({ reference, ...name }, n) => ({ ...name, ...reference, n }))
  return handle.query<LocatedSubject>(locate, [JSON.stringify(rows)])
}
