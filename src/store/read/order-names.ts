import type { BatchedCall, Handle, Statement } from '../handle.ts'

export interface ReferenceKey {
  system: string
  kind: string
  value: string
  /** Only orders of this channel are looked at; null: those of all. */
  channelKey: string | null
}

/** Orders or shipments that one name may have; of more, the others are not listed. */
export const NAMESAKES_LIMIT = 100

export const columnsOf = (keys: ReferenceKey[]): (string | null)[][] => [
  keys.map(({ system }) => system),
  keys.map(({ kind }) => kind),
  keys.map(({ value }) => value),
  keys.map(({ channelKey }) => channelKey),
]

/** Whether the order `o` is of the channel; of any where that is null. What is not is never found, so it cannot be taken for what is. */
export const ofChannel = (channelKey: string): string =>
  `(${channelKey} is null or o."channelId" = (select v."id" from channel v where v."key" = ${channelKey}))`

/** `what` of the orders with each of the references $1, $2, $3 in the channel $4. */
export const ofReference = (what: string, end: string) => `(select ${what} from "order" o
    join external_reference e on e."orderId" = o."id"
    where e."kind" = n."kind" and e."value" = n."value" and e."system" = n."system" and ${ofChannel('n."channel"')} ${end})`
export const theReferences = `unnest($1::text[], $2::text[], $3::text[], $4::text[])
  with ordinality as n("system", "kind", "value", "channel", "place")`
export const theNumbers = `unnest($1::text[]) with ordinality as n("number", "place")`

const latest = 'order by o."placedAt" desc, o."id" desc'

const idsByReference: Statement = {
  name: 'order_ids_by_reference',
  genericPlan: true,
  text: `select ${ofReference('o."id"', `${latest} limit 1`)} as r from ${theReferences} order by n."place"`,
}

/** Look-ups that are made together. */
export const NAMES_A_READ = 32

const references: BatchedCall<ReferenceKey, string | null> = {
  limit: NAMES_A_READ,
  run: (handle, keys) => handle.query<string | null>(idsByReference, columnsOf(keys)),
}

/** Where several orders have the reference, the latest. */
export const orderIdByReference = async (handle: Handle, key: ReferenceKey): Promise<string | undefined> =>
  (await handle.batched(references, key)) ?? undefined

/** What a name found: what a refusal lists where it found several. */
export interface Namesake {
  id: string
  number: string
}

const namesakes: Statement = {
  name: 'orders_of_reference',
  genericPlan: true,
  text: `select json_build_object('id', o."id", 'number', o."number") as r from ${theReferences}
    cross join lateral ${ofReference('o."id", o."number"', `${latest} limit ${NAMESAKES_LIMIT}`)} o`,
}

/** The orders with the reference, latest first. */
export const ordersOfReference = (handle: Handle, key: ReferenceKey): Promise<Namesake[]> =>
  handle.query<Namesake>(namesakes, columnsOf([key]))

export interface FoundShipment extends Namesake {
  orderId: string
}

/** $1 the name, $2 the channel's key or null. */
const shipmentsBy = (name: string, where: string): Statement => ({
  name: `shipments_by_${name}`,
  genericPlan: true,
  text: `select json_build_object('id', s."id", 'number', s."number", 'orderId', s."orderId") as r
    from shipment s join "order" o on o."id" = s."orderId" where ${where} and ${ofChannel('$2::text')}
    order by s."createdAt" desc, s."id" desc limit ${NAMESAKES_LIMIT + 1}`,
})

const shipmentStatements = {
  id: shipmentsBy('id', 's."id" = $1::uuid'),
  number: shipmentsBy('number', 's."number" = $1'),
  // One row a shipment, however many of its packages have the number.
  trackingNumber: shipmentsBy(
    'tracking_number',
    's."id" = any(array(select p."shipmentId" from package p where p."trackingNumber" = $1))',
  ),
}

/** The shipments that have the name, latest first: one at most, but where packages of several have one tracking number. */
export const findShipments = (
  handle: Handle,
  by: keyof typeof shipmentStatements,
  name: string,
  channelKey: string | null,
): Promise<FoundShipment[]> => handle.query<FoundShipment>(shipmentStatements[by], [name, channelKey])
