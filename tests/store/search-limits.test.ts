import { expect, test } from 'vitest'
import { SEARCH_LIMIT, SEARCH_NAMES_LIMIT } from '#store/read/search-orders'
import { openShop } from '../support/shop.ts'

const shop = await openShop()
shop.api.compared.withHistory = false // customers are changed by SQL
const { pool } = shop.api.store
const to = (name: string) => ({ name, lines: ['1 Main Street'], city: 'London', postcode: 'SW1A 1AA', country: 'GB' })

const found = async (text: string) =>
  (
    await shop.api.ask(
      'query ($text: String!) { orders(filter: { search: $text }, first: 1) { nodes { number placedAt } totalCount } }',
      { text },
    )
  ).orders

test('a search finds the latest 1,000 of the orders that fit', async () => {
  const one = shop.order({ shippingAddress: to('Common Person') })
  await shop.bring(one)
  await pool.query(
    `insert into "order" select (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'number', 'N' || n, 'reference', 'N' || n,
       'placedAt', o."placedAt" + n * interval '1 minute'))).* from "order" o, generate_series(1, $1::int) n where o."reference" = $2`,
    [SEARCH_LIMIT + 200, one.reference],
  )
  expect(await found('common')).toEqual({
    nodes: [{ number: `N${SEARCH_LIMIT + 200}`, placedAt: '2026-11-21T06:00:00.000Z' }],
    totalCount: SEARCH_LIMIT,
  })
})

test('of names that have the parts of a search it compares 50,000 with the words', async () => {
  await pool.query(
    `insert into customer ("id", "channelId", "reference", "name", "updatedAt")
     select gen_random_uuid(), c."id", 'buyer ' || n, 'Buyer', now() from channel c, generate_series(1, $1::int) n`,
    [SEARCH_NAMES_LIMIT],
  )
  const last = shop.order({ customer: { reference: 'last', name: 'Buyer Q' }, shippingAddress: to('Nobody') })
  const { order } = await shop.bring(last)
  expect((await found('buyer q')).totalCount).toBe(0)
  await pool.query(`delete from customer where "reference" = 'buyer 1'`)
  expect((await found('buyer q')).nodes).toMatchObject([{ number: order.number }])
})
