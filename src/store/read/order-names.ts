import type { BatchedCall, Handle, Statement } from '../handle.ts'

export interface ReferenceKey {
  system: string
  kind: string
  value: string
}

export const columnsOf = (keys: ReferenceKey[]): string[][] => [
  keys.map(({ system }) => system),
  keys.map(({ kind }) => kind),
  keys.map(({ value }) => value),
]

/** Where a reference may be shared, the latest order: `what` of it for each of the references $1, $2, $3. */
export const ofReference = (
  what: string,
) => `(select ${what} from "order" o join external_reference e on e."orderId" = o."id"
    where e."kind" = n."kind" and e."value" = n."value" and e."system" = n."system" order by o."placedAt" desc, o."id" desc limit 1)`
export const theReferences = `unnest($1::text[], $2::text[], $3::text[]) with ordinality as n("system", "kind", "value", "place")`
export const theNumbers = `unnest($1::text[]) with ordinality as n("number", "place")`

const idsByReference: Statement = {
  name: 'order_ids_by_reference',
  steady: true,
  text: `select ${ofReference('o."id"')} as r from ${theReferences} order by n."place"`,
}
const idsByNumber: Statement = {
  name: 'order_ids_by_number',
  steady: true,
  text: `select (select o."id" from "order" o where o."number" = n."number") as r from ${theNumbers} order by n."place"`,
}

const byShipmentNumber: Statement = {
  name: 'shipment_order_by_number',
  steady: true,
  text: `select json_build_object('orderId', "orderId", 'shipmentId', "id") as r from shipment where "number" = $1`,
}
const byShipmentId: Statement = {
  name: 'shipment_order_by_id',
  steady: true,
  text: `select json_build_object('orderId', "orderId", 'shipmentId', "id") as r from shipment where "id" = $1::uuid`,
}
const byTracking: Statement = {
  name: 'shipment_order_by_tracking',
  steady: true,
  text: `select json_build_object('orderId', p."orderId", 'shipmentId', p."shipmentId") as r from package p join shipment s on s."id" = p."shipmentId"
    where p."trackingNumber" = $1 order by s."createdAt" desc limit 1`,
}

/** Look-ups that are made together. */
export const NAMES_A_READ = 32

const numbers: BatchedCall<string, string | null> = {
  limit: NAMES_A_READ,
  run: (handle, asked) => handle.query<string | null>(idsByNumber, [asked]),
}
const references: BatchedCall<ReferenceKey, string | null> = {
  limit: NAMES_A_READ,
  run: (handle, keys) => handle.query<string | null>(idsByReference, columnsOf(keys)),
}

export const orderIdByNumber = async (handle: Handle, number: string): Promise<string | undefined> =>
  (await handle.batched(numbers, number)) ?? undefined

/** Where a reference may be shared, the latest order. */
export const orderIdByReference = async (handle: Handle, key: ReferenceKey): Promise<string | undefined> =>
  (await handle.batched(references, key)) ?? undefined

export async function findShipment(
  handle: Handle,
  key: { id?: string; number?: string; trackingNumber?: string },
): Promise<{ orderId: string; shipmentId: string } | undefined> {
  if (key.id !== undefined)
    return (await handle.query<{ orderId: string; shipmentId: string }>(byShipmentId, [key.id]))[0]
  if (key.number !== undefined)
    return (await handle.query<{ orderId: string; shipmentId: string }>(byShipmentNumber, [key.number]))[0]
  return (await handle.query<{ orderId: string; shipmentId: string }>(byTracking, [key.trackingNumber]))[0]
}
