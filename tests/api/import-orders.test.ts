import { beforeAll, describe, expect, test } from 'vitest'
import { type Api, startApi } from '../support/api.ts'

let api: Api

const importOrders = /* GraphQL */ `
  mutation ($orders: [OrderInput!]!, $onError: OnError! = SKIP_INVALID) {
    importOrders(orders: $orders, onError: $onError) {
      created updated unchanged stale rejected
      results {
        index outcome
        order { number status customerStatus paymentStatus version total { amount } lineCount }
        userErrors { code message field }
      }
      userErrors { code field }
    }
  }
`

beforeAll(async () => {
  api = await startApi()
  await api.ask(`mutation {
    saveChannel(channelKey: "shop", name: "Shop", kind: "custom") { userErrors { message } }
    saveWarehouse(warehouseKey: "leeds", name: "Leeds", kind: OWN, timeZone: "Europe/London", countryCode: "GB", priority: 1) { userErrors { message } }
    a: saveStockItem(item: {sku: "MUG"}) { userErrors { message } }
    b: saveStockItem(item: {sku: "TEA"}) { userErrors { message } }
    setStock(counts: [{sku: "MUG", warehouse: "leeds", onHand: 1000}, {sku: "TEA", warehouse: "leeds", onHand: 5}], reason: "INITIAL_COUNT") { userErrors { message } }
    mapChannelStatus(channelKey: "shop", field: "status", value: "processing", intent: ACCEPT) { userErrors { message } }
  }`)
})

let next = 0
const order = (more: Record<string, unknown> = {}) => ({
  channel: 'shop',
  reference: `S${++next}`,
  placedAt: '2026-11-20T10:00:00Z',
  updatedAt: '2026-11-20T10:00:00Z',
  currency: 'GBP',
  taxesIncluded: true,
  customer: { reference: 'C1', name: 'Ada Lovelace', email: 'ada@example.org' },
  shippingAddress: {
    name: 'Ada Lovelace',
    lines: ['1 Main Street'],
    city: 'London',
    postcode: 'sw1a1aa',
    country: 'UK',
  },
  lines: [{ reference: '1', sku: 'MUG', title: 'Mug', quantity: 2, unitPrice: '10.00' }],
  total: '20.00',
  payments: [{ reference: `P${next}`, status: 'PAID', amount: '20.00' }],
  ...more,
})

const send = async (orders: unknown[], onError = 'SKIP_INVALID') =>
  (await api.ask(importOrders, { orders, onError })).importOrders

test('a paid order with everything in place is READY', async () => {
  const { results, created } = await send([order()])
  expect(created).toBe(1)
  expect(results[0]).toMatchObject({
    outcome: 'CREATED',
    userErrors: [],
    order: {
      status: 'READY',
      customerStatus: 'RECEIVED',
      paymentStatus: 'PAID',
      total: { amount: '20.00' },
      lineCount: 1,
    },
  })
  expect(results[0].order.number).toMatch(/^CD-\d{7}-[\dX]$/)
})

test('the same snapshot again writes nothing', async () => {
  const mine = order()
  await send([mine])
  const before = await api.store.pool.query(
    'select (select count(*) from event) as events, (select sum(version) from "order") as versions',
  )
  expect(await send([mine])).toMatchObject({ created: 0, unchanged: 1, results: [{ outcome: 'UNCHANGED' }] })
  const after = await api.store.pool.query(
    'select (select count(*) from event) as events, (select sum(version) from "order") as versions',
  )
  expect(after.rows).toStrictEqual(before.rows)
})

describe('of a bad value', () => {
  test('only its own order is rejected, with the path to it', async () => {
    const bad = order({ currency: 'EURO', lines: [{ reference: '1', sku: 'MUG', quantity: 0, unitPrice: '1e3' }] })
    const { results, created, rejected } = await send([order(), bad, order()])
    expect({ created, rejected }).toStrictEqual({ created: 2, rejected: 1 })
    expect(results[1].userErrors.map((e: { field: string[] }) => e.field.join('.'))).toContain('orders.1.currency')
    expect(results[1].userErrors.map((e: { field: string[] }) => e.field.join('.'))).toContain(
      'orders.1.lines.0.quantity',
    )
  })
  test('with REJECT_ALL nothing is written', async () => {
    const good = order()
    const { results } = await send([good, order({ placedAt: 'yesterday' })], 'REJECT_ALL')
    expect(results.map((r: { outcome: string }) => r.outcome)).toStrictEqual(['NOT_APPLIED', 'REJECTED'])
    expect((await send([good])).created).toBe(1)
  })
})
