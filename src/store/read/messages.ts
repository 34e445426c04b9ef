import type { Handle, Statement } from '../handle.ts'

const known: Statement = {
  name: 'message_known',
  text: 'select true as r from message where "orderId" = $1::uuid and "reference" = $2',
}

/** Whether the order has this message already. */
export const isMessageKnown = async (handle: Handle, orderId: string, reference: string): Promise<boolean> =>
  (await handle.query<boolean>(known, [orderId, reference])).length > 0
