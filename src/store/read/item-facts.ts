import type { StockItemFacts } from '#domain/order/state'
import type { Handle, Statement } from '../handle.ts'

const bySku: Statement = {
  name: 'stock_item_facts',
  text: `select json_build_object('id', i."id", 'sku', i."sku", 'safetyStock', i."safetyStock",
      'levels', (select coalesce(json_agg(v), '[]'::json) from stock_level v where v."stockItemId" = i."id"),
      'unreleasedDemand', (select coalesce(sum(d."open"), 0) from order_line d
        where d."stockItemId" = i."id" and d."open" > 0 and d."kind" = 'GOODS' and d."fulfilledBy" = 'MERCHANT'),
      'waitingDemand', (select coalesce(sum(d."open"), 0) from order_line d
        where d."stockItemId" = i."id" and d."open" > 0 and d."kind" = 'GOODS' and d."fulfilledBy" = 'MERCHANT'
          and exists (select from hold h where h."orderId" = d."orderId" and h."reason" = 'INVENTORY_OUT_OF_STOCK' and h."releasedAt" is null))) as r
    from stock_item i where i."sku" = $1`,
}

/** A stock item that an order does not name yet, as a decision about an order sees it; undefined where there is none. */
export const loadItemFacts = async (handle: Handle, sku: string): Promise<StockItemFacts | undefined> =>
  (await handle.query<StockItemFacts>(bySku, [sku]))[0]
