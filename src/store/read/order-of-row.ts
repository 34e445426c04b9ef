import type { Handle, Statement } from '../handle.ts'

const hold: Statement = { name: 'order_of_hold', text: 'select "orderId" as r from hold where "id" = $1::uuid' }
const request: Statement = {
  name: 'order_of_cancellation_request',
  text: 'select "orderId" as r from cancellation_request where "id" = $1::uuid',
}

/** The order of a hold; undefined where there is no such hold. */
export const orderIdOfHold = async (handle: Handle, id: string): Promise<string | undefined> =>
  (await handle.query<string>(hold, [id]))[0]

export const orderIdOfCancellationRequest = async (handle: Handle, id: string): Promise<string | undefined> =>
  (await handle.query<string>(request, [id]))[0]
