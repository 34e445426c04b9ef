import type { Statement } from '../handle.ts'
import type { Queryable } from '../log/advance-log.ts'

/** Which orders are counted; null: all. Entries of a list are alternatives. */
export interface CounterFilter {
  channels: readonly string[] | null
  statuses: readonly string[] | null
  customerStatuses: readonly string[] | null
  paymentStatuses: readonly string[] | null
  warehouses: readonly string[] | null
}

export type CounterColumn = 'status' | 'customerStatus' | 'paymentStatus' | 'channel' | 'warehouse'

export const everyOrder: CounterFilter = {
  channels: null,
  statuses: null,
  customerStatuses: null,
  paymentStatuses: null,
  warehouses: null,
}

const columns = `"channelId", "status", "customerStatus", "paymentStatus", "warehouseIds"::uuid[] as "warehouseIds", "orders"`
/** What is folded in and what is not yet: together exact at any moment. */
export const counterRows = `select ${columns} from order_tally union all select ${columns} from order_tally_change`

/** Whether a list of warehouses has any of the keys in a parameter. */
export const atWarehouses = (ids: string, keys: string): string =>
  `${ids} && array(select "id" from warehouse where "key" = any(${keys}::text[]))`

/** An order at two warehouses counts in both. */
const warehouse = 'join warehouse w on w."id" = any(t."warehouseIds")'
const keys: Record<CounterColumn, string> = {
  status: 't."status"',
  customerStatus: 't."customerStatus"',
  paymentStatus: 't."paymentStatus"',
  channel: 'c."key"',
  warehouse: 'w."key"',
}

/** Some hundreds of rows are added up, however many orders there are: see the migration `order_tally`. */
const statement = (by: CounterColumn): Statement => ({
  name: `order_tally_by_${by}`,
  text: `select json_build_object('key', g."key", 'orders', g."orders") as r from (
      select ${keys[by]} as "key", sum(t."orders")::int as "orders"
      from (${counterRows}) t
      join channel c on c."id" = t."channelId" ${by === 'warehouse' ? warehouse : ''}
      where ($1::text[] is null or c."key" = any($1)) and ($2::text[] is null or t."status" = any($2))
        and ($3::text[] is null or t."customerStatus" = any($3)) and ($4::text[] is null or t."paymentStatus" = any($4))
        and ($5::text[] is null or ${atWarehouses('t."warehouseIds"', '$5')})
      group by 1) g where g."orders" > 0`,
})

const statements: Record<CounterColumn, Statement> = {
  status: statement('status'),
  customerStatus: statement('customerStatus'),
  paymentStatus: statement('paymentStatus'),
  channel: statement('channel'),
  warehouse: statement('warehouse'),
}

/** How many orders there are of each kind, exact as of now. What has none is left out. */
export const countedOrders = (
  handle: Queryable,
  by: CounterColumn,
  { channels, statuses, customerStatuses, paymentStatuses, warehouses }: CounterFilter = everyOrder,
): Promise<{ key: string; orders: number }[]> =>
  handle.query(statements[by], [channels, statuses, customerStatuses, paymentStatuses, warehouses])
