import type { Statement } from '../handle.ts'
import type { Queryable } from '../log/advance-log.ts'

/** Which orders are counted; null: all. Entries of a list are alternatives. */
export interface TallyFilter {
  channels: readonly string[] | null
  statuses: readonly string[] | null
  customerStatuses: readonly string[] | null
  paymentStatuses: readonly string[] | null
}

export type TallyColumn = 'status' | 'customerStatus' | 'paymentStatus' | 'channel'

export const everyOrder: TallyFilter = {
  channels: null,
  statuses: null,
  customerStatuses: null,
  paymentStatuses: null,
}

const column = (by: TallyColumn) => (by === 'channel' ? 'c."key"' : `t."${by}"`)

/** What is folded in and what is not yet: together exact at any moment. */
export const tallyRows = `select "channelId", "status", "customerStatus", "paymentStatus", "orders" from order_tally
  union all select "channelId", "status", "customerStatus", "paymentStatus", "orders" from order_tally_change`

/** Some tens of rows are added up, however many orders there are: see the migration `order_tally`. */
const statement = (by: TallyColumn): Statement => ({
  name: `order_tally_by_${by}`,
  text: `select json_build_object('key', g."key", 'orders', g."orders") as r from (
      select ${column(by)} as "key", sum(t."orders")::int as "orders"
      from (${tallyRows}) t
      join channel c on c."id" = t."channelId"
      where ($1::text[] is null or c."key" = any($1)) and ($2::text[] is null or t."status" = any($2))
        and ($3::text[] is null or t."customerStatus" = any($3)) and ($4::text[] is null or t."paymentStatus" = any($4))
      group by 1) g where g."orders" > 0`,
})

const statements: Record<TallyColumn, Statement> = {
  status: statement('status'),
  customerStatus: statement('customerStatus'),
  paymentStatus: statement('paymentStatus'),
  channel: statement('channel'),
}

/** How many orders there are of each kind, exact as of now. What has none is left out. */
export const tallyOrders = (
  handle: Queryable,
  by: TallyColumn,
  { channels, statuses, customerStatuses, paymentStatuses }: TallyFilter = everyOrder,
): Promise<{ key: string; orders: number }[]> =>
  handle.query(statements[by], [channels, statuses, customerStatuses, paymentStatuses])
