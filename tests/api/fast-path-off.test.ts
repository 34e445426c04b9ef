import { beforeAll, describe, expect, test } from 'vitest'
import { COST } from '#server/limits'
import { metric, requestsOf } from '../support/metrics.ts'
import { startServer } from '../support/server.ts'

const on = await startServer({ settings: { CROSSDOCK_FAST_PATH: 'on' } })
const off = await startServer({ settings: { CROSSDOCK_FAST_PATH: 'off' } })

const setUp = `mutation ($orders: [OrderInput!]!) {
  saveChannel(channelKey: "shop", name: "Shop", kind: "custom", stages: []) { channel { key } userErrors { message } }
  saveWarehouse(warehouseKey: "north", name: "North", kind: OWN, timeZone: "Europe/London", countryCode: "GB", priority: 1) { userErrors { message } }
  saveStockItem(item: { sku: "MUG" }) { stockItem { sku } userErrors { message } }
  importOrders(orders: $orders) { results { outcome order { status lines { sku quantity } } } userErrors { message } }
}`
const orders = ['1', '2', '3'].map((reference) => ({
  channel: 'shop',
  reference,
  placedAt: `2026-11-2${reference}T10:00:00Z`,
  currency: 'GBP',
  taxesIncluded: true,
  customer: { name: 'Zoë 🙂', email: 'zoe@example.com' },
  shippingAddress: { name: 'Zoë', lines: ['1 Main Street'], city: 'London', postcode: 'SW1A 1AA', country: 'GB' },
  lines: [{ reference: '1', sku: 'MUG', title: 'Mug', quantity: 2, unitPrice: '10.00' }],
  payments: [{ reference: `P${reference}`, status: 'PAID', amount: '20.00' }],
}))

/** Posts the same to both; with the fast path off they answer the same as with it on. */
async function same(query: string, variables: object = {}) {
  const [ours, stock] = [await on.post(query, variables), await off.post(query, variables)]
  expect(stock).toEqual(ours)
  return stock
}

beforeAll(async () => {
  const { body } = await same(setUp, { orders })
  expect(body.errors).toBeUndefined()
})

describe('with the fast path off', () => {
  test('the same questions have the same answers', async () => {
    const page = `query ($first: Int) { orders(first: $first) {
      nodes { placedAt status customer { name } shippingAddress { city } channel { key } lines { sku title quantity } total { amount } }
      edges { node { status } }
      pageInfo { hasNextPage }
      totalCount
    } }`
    const { body } = await same(page, { first: 2 })
    expect(body.data.orders.nodes).toHaveLength(2)
    await same('{ viewer { scopes } stockItem(sku: "MUG") { sku } channels { key name } __typename }')
    await same('{ order(number: "CD-1-X") { number } node(id: "x") { id } }')
  })

  test('the same faults have the same answers', async () => {
    await same('{ viewer { nothing } }')
    await same('query ($n: Int!) { orders(first: $n) { nodes { id } } }', { n: 'x' })
    await same('{ stockItem(sku: "a\\u0000b") { sku } }')
    const costly = '{ orders(first: 100) { nodes { customer { orders(first: 100) { nodes { lines { id } } } } } } }'
    const { body } = await same(costly)
    expect(body.errors?.[0]?.message).toContain(`at most ${COST} are admitted`)
  })

  test('a dry run leaves nothing behind', async () => {
    const dry = 'mutation @dryRun { saveStockItem(item: { sku: "DRY" }) { stockItem { sku } userErrors { code } } }'
    const { body } = await same(dry)
    expect(body.data.saveStockItem.stockItem).toEqual({ sku: 'DRY' })
    expect((await same('{ stockItem(sku: "DRY") { sku } }')).body.data.stockItem).toBeNull()
  })

  test('Yoga answers every request, and Prisma every read', async () => {
    const before = await requestsOf(off)
    await off.post('{ orders(first: 1) { nodes { lines { sku } } } }')
    expect(await requestsOf(off)).toEqual({ fast: 0, yoga: before.yoga + 1 })
    expect(await metric(off, 'crossdock_reads_compiled_total')).toBe(0)
  })

  test('and with it on, neither is asked', async () => {
    const before = await requestsOf(on)
    await on.post('{ orders(first: 1) { nodes { lines { sku } } } }')
    expect(await requestsOf(on)).toEqual({ fast: before.fast + 1, yoga: 0 })
    expect(await metric(on, 'crossdock_reads_compiled_total')).toBeGreaterThan(0)
  })
})
