import { referenceKinds } from '#domain/vocabulary'
import type { Handle, Statement } from '../handle.ts'

/** Orders that a search may find; the latest of them where there are more. */
export const SEARCH_LIMIT = 1_000

// Each by name, so that the index on kind and value serves.
const kinds = referenceKinds.map((kind) => `'${kind}'`).join(',')

/** Orders that one part of a search looks at: a name or postcode that more have costs no more than this. */
export const SEARCH_PART_LIMIT = 5_000

const begins = (name: string) => `lower(${name}) ~>=~ $6 and lower(${name}) ~<~ $7`
const part = (tables: string, where: string) =>
  `(select o."id", o."placedAt" from ${tables} where ${where} limit ${SEARCH_PART_LIMIT})`

/**
 * $1 the text as it is, $2 in lower case, $3 our number if it is one, $4 without blanks in capitals, $5 whether persons may be looked for,
 * $6 and $7 between which a name begins with it. Each part has an index whatever the values, so the plan is steady.
 */
const statement: Statement = {
  name: 'search_orders',
  steady: true,
  text: `select found."id" as r from (${[
    part('"order" o', 'o."number" = $3'),
    part(
      'external_reference e join "order" o on o."id" = e."orderId"',
      `e."kind" = any(array[${kinds}]) and e."value" = $1`,
    ),
    part('order_line l join "order" o on o."id" = l."orderId"', 'l."sku" = $1'),
    part('package p join "order" o on o."id" = p."orderId"', 'p."trackingNumber" = any(array[$1, $4])'),
    part('shipment s join "order" o on o."id" = s."orderId"', 's."number" = $4'),
    part('customer c join "order" o on o."customerId" = c."id"', '$5::boolean and lower(c."email") = $2'),
    part('customer c join "order" o on o."customerId" = c."id"', `$5::boolean and ${begins('c."name"')}`),
    part('"order" o', `$5::boolean and upper(replace(o."shippingAddress"->>'postcode', ' ', '')) = $4`),
    part('"order" o', `$5::boolean and ${begins(`o."shippingAddress"->>'name'`)}`),
  ].join(' union ')}) found order by found."placedAt" desc, found."id" limit ${SEARCH_LIMIT}`,
}

/** Nothing that begins with a text lies behind the text and this. */
const LAST_CHARACTER = '\u{10FFFF}'

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
    text.toLowerCase(),
    text.toLowerCase() + LAST_CHARACTER,
  ])
