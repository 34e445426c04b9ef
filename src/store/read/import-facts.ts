import type { ImportFacts } from '#domain/intake/import-facts'
import { orderNumber } from '#domain/values/order-number'
import type { BatchedCall, Handle, Statement } from '../handle.ts'
import { demandOf, waitingDemandOf } from './order-facts.ts'

/** What a call of `importOrders` names, each thing once. */
export interface ImportNames {
  channels: string[]
  references: { channel: string; reference: string }[]
  skus: string[]
  customers: string[]
}

/** $1 channel keys; $2, $3 references and their channels; $4 SKUs, ours or a channel's; $5 customers. */
const statement: Statement = {
  name: 'import_facts',
  genericPlan: true,
  text: `with
    named_channels as materialized (select c.* from channel c where c."key" = any($1::text[])),
    named as materialized (
      select c."id" as "channelId", n."reference" from unnest($2::text[], $3::text[]) as n("channelKey", "reference")
        join named_channels c on c."key" = n."channelKey"),
    reservations as materialized (
      select n."channelId", n."reference", r."orderId", coalesce(r."parked", '[]') as "deferred", s."digest", s."updatedAt",
        r."orderId" is not null and exists (select from hold h where h."orderId" = r."orderId" and h."releasedAt" is null
          and h."reason" in ('UNMAPPED_STATUS', 'UNMAPPED_SKU')) as "recheck"
      from named n left join channel_reference r on r."channelId" = n."channelId" and r."reference" = n."reference"
        left join channel_snapshot s on s."orderId" = r."orderId"),
    mapped as materialized (
      select m."channelId", m."channelSku", m."stockItemId" from channel_sku_mapping m
        where m."channelId" in (select "id" from named_channels) and m."channelSku" = any($4::text[])),
    items as materialized (
      select i.* from stock_item i where i."sku" = any($4::text[])
      union select i.* from mapped m join stock_item i on i."id" = m."stockItemId")
    select json_build_object(
      'channels', (select coalesce(json_agg(json_build_object('id', c."id", 'key', c."key", 'name', c."name", 'kind', c."kind",
          'enabled', c."enabled", 'stages', c."stages", 'settings', c."settings", 'statusMap',
          (select coalesce(json_agg(m), '[]'::json) from channel_status_mapping m where m."channelId" = c."id"))), '[]'::json)
        from named_channels c),
      'warehouses', (select coalesce(json_agg(w order by w."priority", w."key"), '[]'::json) from warehouse w),
      'items', (select coalesce(json_agg(json_build_object('id', i."id", 'sku', i."sku", 'safetyStock', i."safetyStock",
          'levels', (select coalesce(json_agg(v), '[]'::json) from stock_level v where v."stockItemId" = i."id"),
          'unreleasedDemand', ${demandOf('i."id"')}, 'waitingDemand', ${waitingDemandOf('i."id"')})), '[]'::json) from items i),
      'channelSkus', (select coalesce(json_agg(m), '[]'::json) from mapped m),
      'reservations', (select coalesce(json_agg(s), '[]'::json) from reservations s),
      'customers', (select coalesce(json_agg(c), '[]'::json) from customer c where c."id" = any($5::uuid[])),
      'sequence', (select coalesce(json_agg(nextval('order_number')), '[]'::json) from reservations s where s."orderId" is null)) as r`,
}

type ReadRow = Omit<ImportFacts, 'numbers' | 'orders'> & { sequence: number[] }

/** References of calls whose facts are read together: who waits for a large read waits long. A call that names more reads alone. */
export const REFERENCES_A_READ = 64

const reads: BatchedCall<ImportNames, Omit<ImportFacts, 'orders'>> = {
  limit: REFERENCES_A_READ,
  weightOf: ({ references }) => Math.max(1, references.length),
  // A new order takes a number: two that bring the same order would share it.
  keysOf: ({ references }) => references.map(({ channel, reference }) => `${channel} ${reference}`),
  run: readBatch,
}

/** All that a call of `importOrders` is decided on, in one statement; orders that differ are loaded after it. */
export const loadImportFacts = (handle: Handle, names: ImportNames): Promise<Omit<ImportFacts, 'orders'>> =>
  handle.batched(reads, names)

async function readBatch(handle: Handle, calls: ImportNames[]): Promise<Omit<ImportFacts, 'orders'>[]> {
  const references = calls.flatMap((names) => names.references)
  const all = (part: (names: ImportNames) => string[]) => [...new Set(calls.flatMap(part))]
  const [row] = await handle.query<ReadRow>(statement, [
    all(({ channels }) => channels),
    references.map(({ channel }) => channel),
    references.map(({ reference }) => reference),
    all(({ skus }) => skus),
    all(({ customers }) => customers),
  ])
  const { sequence, ...facts } = row!
  const numbers = sequence.map(orderNumber)
  return calls.length === 1 ? [{ ...facts, numbers }] : shares(calls, facts, numbers)
}

/** Each call's own part of what was read for all of them: its references and items, and order numbers of its own. */
function shares(
  calls: ImportNames[],
  facts: Omit<ImportFacts, 'numbers' | 'orders'>,
  numbers: string[],
): Omit<ImportFacts, 'orders'>[] {
  const keys = new Map(facts.channels.map(({ id, key }) => [id, key]))
  const reservations = new Map(
    facts.reservations.map((reservation) => [
      `${keys.get(reservation.channelId)} ${reservation.reference}`,
      reservation,
    ]),
  )
  return calls.map((names) => {
    const own = names.references.flatMap(({ channel, reference }) => reservations.get(`${channel} ${reference}`) ?? [])
    const channels = facts.channels.filter(({ key }) => names.channels.includes(key))
    const skus = new Set(names.skus)
    const channelSkus = facts.channelSkus.filter(
      ({ channelId, channelSku }) => skus.has(channelSku) && channels.some(({ id }) => id === channelId),
    )
    const mapped = new Set(channelSkus.map(({ stockItemId }) => stockItemId))
    return {
      channels,
      warehouses: facts.warehouses,
      channelSkus,
      items: facts.items.filter(({ id, sku }) => skus.has(sku) || mapped.has(id)),
      reservations: own,
      customers: facts.customers.filter(({ id }) => names.customers.includes(id)),
      numbers: numbers.splice(0, own.filter(({ orderId }) => orderId === null).length),
    }
  })
}

/** The stock items that these SKUs name, ours or the channel's, for one order's decision. */
export async function loadItems(
  handle: Handle,
  channelKey: string,
  skus: string[],
): Promise<Pick<ImportFacts, 'items' | 'channelSkus'>> {
  return loadImportFacts(handle, { channels: [channelKey], references: [], skus, customers: [] })
}
