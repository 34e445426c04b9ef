import { beforeAll, expect, test } from 'vitest'
import { FEW_ORDERS } from '#store/read/few-orders'
import { SEARCH_LIMIT, SEARCH_PART_LIMIT } from '#store/read/search-orders'
import { openShop } from '../support/shop.ts'

// However much another channel brings, and however new it is: a connector's lists hold what is its own.

const shop = await openShop()
shop.api.compared.withHistory = false // orders are copied by SQL
const { pool } = shop.api.store
const asker = { role: 'connector' as const, channelKey: 'shop' }
const own: string[] = []
const others = SEARCH_PART_LIMIT + 200
const address = (name: string) => ({
  name,
  lines: ['1 Main Street'],
  city: 'London',
  postcode: 'SW1A 1AA',
  country: 'GB',
})

/** Rows like those of the order, for each of its copies. */
const copied = (table: string) =>
  pool.query(
    `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object('orderId', o."id") ||
       case when to_jsonb(t) ? 'id' then jsonb_build_object('id', gen_random_uuid()) else '{}' end ||
       case when to_jsonb(t) ? 'number' then jsonb_build_object('number', o."number" || '-1') else '{}' end)).*
     from ${table} t, "order" o where t."orderId" = (select "id" from "order" where "reference" = $1) and o."number" like 'N%' on conflict do nothing`,
    [`${own.length}`],
  )

beforeAll(async () => {
  await shop.api.ask(
    'mutation { saveChannel(channelKey: "market", name: "Market", kind: "custom") { userErrors { message } } }',
  )
  for (const reference of ['1', '2', '3']) {
    const order = shop.order({
      reference,
      tags: ['gift'],
      shippingAddress: address('Common Person'),
      customer: { reference, name: 'Common Person', email: 'common@example.org' },
    })
    own.push((await shop.bring(order)).order.number)
    const { userErrors } = await shop.mutate('releaseOrder', reference, '')
    expect(userErrors).toEqual([])
  }
  await pool.query(
    `insert into "order" select (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'number', 'N' || n, 'reference', 'N' || n,
       'channelId', (select "id" from channel where "key" = 'market'), 'placedAt', o."placedAt" + n * interval '1 minute'))).*
     from "order" o, generate_series(1, $1::int) n where o."reference" = $2`,
    [others, `${own.length}`],
  )
  for (const table of ['order_line', 'shipment', 'external_reference']) await copied(table)
}, 120_000)

const found = async (filter: object) => {
  const { orders } = await shop.api.ask(
    'query ($filter: OrderFilter) { orders(filter: $filter, first: 100) { nodes { number } totalCount } }',
    { filter },
    asker,
  )
  return [orders.nodes.map(({ number }: { number: string }) => number).sort(), orders.totalCount]
}

test('the other channel has more of each than any part of a search looks at', async () => {
  expect(others).toBeGreaterThan(Math.max(SEARCH_LIMIT, SEARCH_PART_LIMIT, FEW_ORDERS))
  for (const [table, where] of [
    ['order_line', `"sku" = 'MUG'`],
    ['shipment', 'true'],
    ['order_recipient', `"postcode" = 'SW1A1AA'`],
    ['external_reference', 'true'],
  ]) {
    const { rows } = await pool.query(`select count(*)::int as n from ${table} where ${where}`)
    expect(rows[0].n, table).toBeGreaterThan(others)
  }
})

test.each([
  ['a search by name', { search: 'common person' }],
  ['a search by how a name begins', { search: 'co' }],
  ['a search by e-mail', { search: 'common@example.org' }],
  ['a search by postcode', { search: 'SW1A 1AA' }],
  ['a search by SKU', { search: 'MUG' }],
  ['a SKU', { skus: ['MUG'] }],
  ['a tag', { tags: ['gift'] }],
  ['a warehouse', { warehouses: ['leeds'] }],
])('%s finds all of the own orders', async (_, filter) => {
  expect(await found(filter)).toEqual([[...own].sort(), own.length])
})

test('a search finds the own order by a reference that thousands of others have', async () => {
  await pool.query(`update external_reference set "value" = 'SAME' where "kind" = 'PAYMENT'`)
  expect(await found({ search: 'SAME' })).toEqual([[...own].sort(), own.length])
})
