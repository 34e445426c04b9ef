import type { Handle, Statement } from '../handle.ts'

const statement: Statement = {
  name: 'order_id_by_push',
  text: 'select "orderId" as r from channel_push where "id" = $1::uuid',
}

/** The order whose channel was told this. */
export const orderIdByPush = async (handle: Handle, pushId: string): Promise<string | undefined> =>
  (await handle.query<string>(statement, [pushId]))[0]
