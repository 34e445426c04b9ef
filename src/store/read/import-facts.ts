import type { ImportFacts } from '#domain/intake/import-facts'
import { orderNumber } from '#domain/values/order-number'
import type { Handle, Statement } from '../handle.ts'
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
  steady: true,
  text: `with
    named_channels as materialized (select c.* from channel c where c."key" = any($1::text[])),
    named as materialized (
      select c."id" as "channelId", n."reference" from unnest($2::text[], $3::text[]) as n("channelKey", "reference")
        join named_channels c on c."key" = n."channelKey"),
    slots as materialized (
      select n."channelId", n."reference", r."orderId", coalesce(r."parked", '[]') as "parked", s."digest", s."updatedAt",
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
      'slots', (select coalesce(json_agg(s), '[]'::json) from slots s),
      'customers', (select coalesce(json_agg(c), '[]'::json) from customer c where c."id" = any($5::uuid[])),
      'sequence', (select coalesce(json_agg(nextval('order_number')), '[]'::json) from slots s where s."orderId" is null)) as r`,
}

type Row = Omit<ImportFacts, 'numbers' | 'orders'> & { sequence: number[] }

/** All that a call of `importOrders` is decided on, in one statement; orders that differ are loaded after it. */
export async function loadImportFacts(handle: Handle, names: ImportNames): Promise<Omit<ImportFacts, 'orders'>> {
  const [row] = await handle.query<Row>(statement, [
    names.channels,
    names.references.map(({ channel }) => channel),
    names.references.map(({ reference }) => reference),
    names.skus,
    names.customers,
  ])
  const { sequence, ...facts } = row!
  return { ...facts, numbers: sequence.map(orderNumber) }
}

/** The stock items that these SKUs name, ours or the channel's, for one order's decision. */
export async function loadItems(
  handle: Handle,
  channelKey: string,
  skus: string[],
): Promise<Pick<ImportFacts, 'items' | 'channelSkus'>> {
  return loadImportFacts(handle, { channels: [channelKey], references: [], skus, customers: [] })
}
