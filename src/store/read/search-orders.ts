import { referenceKinds } from '#domain/vocabulary'
import type { Handle, Statement } from '../handle.ts'

/** Orders that a search may find; the latest of them where there are more. */
export const SEARCH_LIMIT = 1_000

// Each by name, so that the index on kind and value serves.
const kinds = referenceKinds.map((kind) => `'${kind}'`).join(',')

/** $1 the text as it is, $2 in lower case, $3 our number if it is one, $4 without blanks in capitals, $5 whether persons may be looked for. */
const statement: Statement = {
  name: 'search_orders',
  text: `select found."id" as r from (
      select o."id", o."placedAt" from "order" o where o."number" = $3
      union select o."id", o."placedAt" from external_reference e join "order" o on o."id" = e."orderId"
        where e."kind" = any(array[${kinds}]) and e."value" = $1
      union select o."id", o."placedAt" from order_line l join "order" o on o."id" = l."orderId" where l."sku" = $1
      union select o."id", o."placedAt" from package p join "order" o on o."id" = p."orderId" where p."trackingNumber" = any(array[$1, $4])
      union select o."id", o."placedAt" from shipment s join "order" o on o."id" = s."orderId" where s."number" = $4
      union select o."id", o."placedAt" from customer c join "order" o on o."customerId" = c."id"
        where $5::boolean and (lower(c."email") = $2 or lower(c."name") like $6)
      union select o."id", o."placedAt" from "order" o
        where $5::boolean and upper(replace(o."shippingAddress"->>'postcode', ' ', '')) = $4
      union select o."id", o."placedAt" from "order" o where $5::boolean and lower(o."shippingAddress"->>'name') like $6
    ) found order by found."placedAt" desc, found."id" limit ${SEARCH_LIMIT}`,
}

export interface OrderSearch {
  text: string
  /** The text as an order number of ours, where it is one. */
  number: string | null
  /** Whether customers' names, e-mails and postcodes may be looked at. */
  personal: boolean
}

/** Ids of orders that the text finds: exact numbers, references, SKUs and e-mails; names by how they begin. */
export const searchOrders = (handle: Handle, { text, number, personal }: OrderSearch): Promise<string[]> =>
  handle.query<string>(statement, [
    text,
    text.toLowerCase(),
    number,
    text.replace(/\s/g, '').toUpperCase(),
    personal,
    `${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`,
  ])
