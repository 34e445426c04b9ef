import type { Handle, Statement } from '../handle.ts'
import { ofChannel } from './order-names.ts'

/** $1 the row's id, $2 the channel's key or null. */
const orderOf = (table: string): Statement => ({
  name: `order_of_${table}`,
  text: `select o."id" as r from ${table} t join "order" o on o."id" = t."orderId" where t."id" = $1::uuid and ${ofChannel('$2::text')}`,
})

const statements = {
  hold: orderOf('hold'),
  cancellationRequest: orderOf('cancellation_request'),
  channelPush: orderOf('channel_push'),
}
export type RowOfOrder = keyof typeof statements

/** The order that has this row; undefined where there is no such row, or none in the channel. */
export const orderIdOf = async (
  handle: Handle,
  row: RowOfOrder,
  id: string,
  channelKey: string | null,
): Promise<string | undefined> => (await handle.query<string>(statements[row], [id, channelKey]))[0]
