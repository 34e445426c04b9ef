import type { Handle, Statement } from '../handle.ts'
import { ofChannel } from './order-names.ts'

/** Orders with a tag, a SKU or at a warehouse that are named one by one; of what more have, the list goes through its own order. */
export const FEW_ORDERS = 1_000

interface Few {
  all: Statement
  /** What the viewer may see is chosen before the limit, so others' orders never take the places of the viewer's own. $2 is a channel's key. */
  ofChannel: Statement
}

/** `text` of the orders `o`, found through an index whatever the values are: with a generic plan. */
const few = (name: string, orderId: string, from: string, where: string): Few => ({
  all: { name, genericPlan: true, text: `select ${orderId} as r from ${from} where ${where} limit ${FEW_ORDERS + 1}` },
  ofChannel: {
    name: `${name}_of_channel`,
    text: `select o."id" as r from ${from === '"order" o' ? from : `${from} join "order" o on o."id" = ${orderId}`}
      where ${where} and ${ofChannel('$2::text')} limit ${FEW_ORDERS + 1}`,
  },
})

// The index has no orders without tags, nearly all of them: each change of an order would be written to it.
// Steady: through the index on tags, since Postgres takes any tag that it does not know for one that thousands have.
const tagged = few('orders_tagged', 'o."id"', '"order" o', `o."tags" && $1::text[] and o."tags" <> '{}'`)
const stored = few(
  'orders_at_warehouses',
  's."orderId"',
  'shipment s',
  `s."warehouseId" = any($1::uuid[]) and s."status" <> 'CANCELLED'`,
)
const sold = few('orders_with_skus', 'l."orderId"', 'order_line l', 'l."sku" = any($1::text[])')

type FewOrders = (handle: Handle, values: readonly string[], channelKey: string | null) => Promise<string[] | undefined>

/** The orders of the channel (null: of all) that have any of the tags; undefined where they are too many to name. */
export const ordersTagged: FewOrders = (...asked) => fewOf(tagged, ...asked)

/** Those with a shipment at any of the warehouses, by their ids, cancelled ones aside; undefined where they are too many to name. */
export const ordersAtWarehouses: FewOrders = (...asked) => fewOf(stored, ...asked)

/** Those with a line of any of the SKUs; undefined where they are too many to name. */
export const ordersWithSkus: FewOrders = (...asked) => fewOf(sold, ...asked)

async function fewOf(
  { all, ofChannel: ofOne }: Few,
  ...[handle, values, channelKey]: Parameters<FewOrders>
): Promise<string[] | undefined> {
  const ids = await (channelKey === null
    ? handle.query<string>(all, [values])
    : handle.query<string>(ofOne, [values, channelKey]))
  return ids.length > FEW_ORDERS ? undefined : [...new Set(ids)]
}
