import type { Handle, Statement } from '../handle.ts'

/** Orders with a tag, a SKU or at a warehouse that are named one by one; of what more have, the list goes through its own order. */
export const FEW_ORDERS = 1_000

// The index has no orders without tags, nearly all of them: each change of an order would be written to it.
// Steady: through the index on tags, since Postgres takes any tag that it does not know for one that thousands have.
const tagged: Statement = {
  name: 'orders_tagged',
  steady: true,
  text: `select "id" as r from "order" where "tags" && $1::text[] and "tags" <> '{}' limit ${FEW_ORDERS + 1}`,
}

const stored: Statement = {
  name: 'orders_at_warehouses',
  steady: true,
  text: `select "orderId" as r from shipment where "warehouseId" = any($1::uuid[]) and "status" <> 'CANCELLED' limit ${FEW_ORDERS + 1}`,
}

const sold: Statement = {
  name: 'orders_with_skus',
  steady: true,
  text: `select "orderId" as r from order_line where "sku" = any($1::text[]) limit ${FEW_ORDERS + 1}`,
}

/** The orders that have any of the tags; undefined where they are too many to name. */
export const ordersTagged = (handle: Handle, tags: readonly string[]): Promise<string[] | undefined> =>
  fewOf(handle, tagged, tags)

/** The orders with a shipment at any of the warehouses, cancelled ones aside; undefined where they are too many to name. */
export const ordersAtWarehouses = (handle: Handle, warehouseIds: readonly string[]): Promise<string[] | undefined> =>
  fewOf(handle, stored, warehouseIds)

/** The orders with a line of any of the SKUs; undefined where they are too many to name. */
export const ordersWithSkus = (handle: Handle, skus: readonly string[]): Promise<string[] | undefined> =>
  fewOf(handle, sold, skus)

async function fewOf(handle: Handle, statement: Statement, values: readonly string[]): Promise<string[] | undefined> {
  const ids = await handle.query<string>(statement, [values])
  return ids.length > FEW_ORDERS ? undefined : [...new Set(ids)]
}
