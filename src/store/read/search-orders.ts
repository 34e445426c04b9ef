import { referenceKinds } from '#domain/vocabulary'
import type { Handle, Statement } from '../handle.ts'
import { likeLiteral } from './like-literal.ts'

/** Orders that a search may find; the latest of them where there are more. */
export const SEARCH_LIMIT = 1_000

// Each by name, so that the index on kind and value serves.
const kinds = referenceKinds.map((kind) => `'${kind}'`).join(',')

/** Orders that one part of a search looks at: a name or postcode that more have costs no more than this. */
export const SEARCH_PART_LIMIT = 5_000

/** Names that have the parts of a search, which its words are then compared with: of more, the others are not. */
export const SEARCH_NAMES_LIMIT = 50_000

const begins = (name: string) => `$5::boolean and ${name} collate "C" >= $6 and ${name} collate "C" < $7`

/**
 * $1 the text as it is, $2 in lower case, $3 our number if it is one, $4 without blanks in capitals, $5 whether persons may be looked for,
 * $6 and $7 between which a name begins with it (null where parts of it are looked for), $8 parts of a name and $9 what it then must be like,
 * $10 the channel, where only its orders are seen: that is said within each limited part, so that others' orders take no place in it.
 */
const statement = (isOfChannel: boolean): Statement => {
  const own = isOfChannel ? 'and o."channelId" = (select v."id" from channel v where v."key" = $10)' : ''
  const part = (tables: string, where: string) =>
    `(select o."id", o."placedAt" from ${tables} where ${where} ${own} limit ${SEARCH_PART_LIMIT})`
  /** Rows of a table whose name has the parts, before their names are compared with the words. */
  const named = (rows: string, from: string, name: string, where: string) =>
    `(select ${rows} from ${from} where $5::boolean and cardinality($8::text[]) > 0 and name_parts(${name}) @> $8::text[] ${where} limit ${SEARCH_NAMES_LIMIT})`
  // `offset 0` keeps each row's orders a look-up: where a value is common, a plan for any value would rather read all orders.
  const withOrders = (table: string, where: string) =>
    `${table} cross join lateral (select o."id", o."placedAt"${isOfChannel ? ', o."channelId"' : ''} from "order" o where ${where} offset 0) o`
  const ofCustomer = (customer = 'customer') => withOrders(`${customer} c`, 'o."customerId" = c."id"')
  const ofRecipient = (recipient = 'order_recipient') => withOrders(`${recipient} r`, 'o."id" = r."orderId"')
  const customers = named('o.*', 'customer o', 'search_name(o."name")', own)
  const recipients = isOfChannel
    ? named('n.*', 'order_recipient n join "order" o on o."id" = n."orderId"', 'n."name"', own)
    : named('n.*', 'order_recipient n', 'n."name"', '')
  return {
    name: isOfChannel ? 'search_orders_of_channel' : 'search_orders',
    // Each part has an index whatever the values. Within a channel Postgres may also begin with its orders, where those are few.
    genericPlan: !isOfChannel,
    text: `select found."id" as r from (${[
      part('"order" o', 'o."number" = $3'),
      part(
        'external_reference e join "order" o on o."id" = e."orderId"',
        `e."kind" = any(array[${kinds}]) and e."value" = $1`,
      ),
      part('order_line l join "order" o on o."id" = l."orderId"', 'l."sku" = $1'),
      part('package p join "order" o on o."id" = p."orderId"', 'p."trackingNumber" = any(array[$1, $4])'),
      part('shipment s join "order" o on o."id" = s."orderId"', 's."number" = $4'),
      part(ofCustomer(), '$5::boolean and lower(c."email") = $2'),
      part(ofCustomer(), begins('search_name(c."name")')),
      part(ofCustomer(customers), 'search_name(c."name") like all($9::text[])'),
      part(ofRecipient(), '$5::boolean and r."postcode" = $4'),
      part(ofRecipient(), begins('r."name"')),
      part(ofRecipient(recipients), 'r."name" like all($9::text[])'),
    ].join(' union ')}) found order by found."placedAt" desc, found."id" limit ${SEARCH_LIMIT}`,
  }
}
const searchOfAll = statement(false)
const searchOfChannel = statement(true)

/** Nothing that begins with a text lies behind the text and this. */
const LAST_CHARACTER = '\u{10FFFF}'

export interface OrderSearch {
  text: string
  /** The text as an order number of ours, where it is one. */
  number: string | null
  /** Whether customers' names, e-mails and postcodes may be looked at. */
  personal: boolean
  /** Only orders of this channel; null: of all. */
  channelKey: string | null
}

/** Characters of a part of a name, as the function `name_parts` of the database cuts it. */
const PART_LENGTH = 3

/** What the name parts of a text are, words one by one; none where no word is long enough. */
const partsOf = (words: readonly string[]): string[] => [
  ...new Set(
    words.flatMap((word) => {
      const characters = [...word]
      return characters.slice(PART_LENGTH - 1).map((_, at) => characters.slice(at, at + PART_LENGTH).join(''))
    }),
  ),
]

/**
 * Ids of orders that the text finds: exact numbers, references, SKUs, e-mails and postcodes; names that contain each of its words, or, where no
 * word has three characters, that begin with it.
 */
export const searchOrders = (
  handle: Handle,
  { text, number, personal, channelKey }: OrderSearch,
): Promise<string[]> => {
  const lower = text.toLowerCase()
  const words = lower.split(/\s+/)
  const parts = partsOf(words)
  const begins = parts.length === 0
  return handle.query<string>(channelKey === null ? searchOfAll : searchOfChannel, [
    text,
    lower,
    number,
    text.replace(/\s/g, '').toUpperCase(),
    personal,
    begins ? lower : null,
    begins ? lower + LAST_CHARACTER : null,
    parts,
    words.map((word) => `%${likeLiteral(word)}%`),
    ...(channelKey === null ? [] : [channelKey]),
  ])
}
