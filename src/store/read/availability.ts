import { type Availability, type AvailabilityFacts, availabilityOf } from '#domain/stock/availability'
import type { Handle, Statement } from '../handle.ts'

/** $1 SKUs, $2 a channel's key or null. One row a known SKU; none where the channel is not known. */
const statement: Statement = {
  name: 'availability',
  text: `select json_build_object('sku', i."sku", 'safetyStock', i."safetyStock",
      'onHand', s."available" + s."committed" + s."picked" + s."putAway" + s."damaged" + s."qualityControl",
      'committed', s."committed", 'picked', s."picked", 'putAway', s."putAway", 'damaged', s."damaged", 'qualityControl', s."qualityControl",
      'unreleasedDemand', (select coalesce(sum(l."open"), 0) from order_line l
        where l."stockItemId" = i."id" and l."open" > 0 and l."kind" = 'GOODS' and l."fulfilledBy" = 'MERCHANT')) as r
    from stock_item i
    cross join lateral (select coalesce(sum(v."available"), 0) as "available", coalesce(sum(v."committed"), 0) as "committed",
        coalesce(sum(v."picked"), 0) as "picked", coalesce(sum(v."putAway"), 0) as "putAway", coalesce(sum(v."damaged"), 0) as "damaged",
        coalesce(sum(v."qualityControl"), 0) as "qualityControl"
      from stock_level v join warehouse w on w."id" = v."warehouseId" and w."enabled" where v."stockItemId" = i."id") s
    where i."sku" = any($1::text[]) and ($2::text is null or exists (select from channel c where c."key" = $2))`,
}

/** What may be sold of each known SKU, in one statement for all of them. */
export async function loadAvailability(
  handle: Handle,
  skus: readonly string[],
  channel: string | null = null,
): Promise<Map<string, Availability>> {
  if (skus.length === 0) return new Map()
  const rows = await handle.query<AvailabilityFacts>(statement, [[...skus], channel])
  return new Map(rows.map((facts) => [facts.sku, availabilityOf(facts, channel)]))
}
