import type { Handle, Statement } from '../handle.ts'

/** Items that a list of shortages may name; a shop with more has other worries than the rest of the list. */
export const SHORT_ITEMS_LIMIT = 10_000

const below: Statement = {
  name: 'items_below_safety_stock',
  text: `select i."id" as r from stock_item i left join stock_level v on v."stockItemId" = i."id"
    left join warehouse w on w."id" = v."warehouseId" where i."safetyStock" > 0 group by i."id", i."safetyStock"
    having coalesce(sum(v."available") filter (where w."enabled"), 0) < i."safetyStock" limit ${SHORT_ITEMS_LIMIT}`,
}

/** Ids of items with fewer units available in enabled warehouses than their safety stock. */
export const itemsBelowSafetyStock = (handle: Handle): Promise<string[]> => handle.query<string>(below, [])
