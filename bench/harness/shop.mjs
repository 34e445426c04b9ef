import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { rate } from '../server.mjs'

export const skus = Array.from({ length: 5_000 }, (_, n) => `BENCH-${n}`)
const onHand = 1_000_000

/** An order as a channel sends it: two lines, or one line of the SKU that is given. */
export const orderInput = (n, sku) => ({
  channel: 'bench',
  reference: randomUUID(),
  placedAt: '2026-03-02T10:00:00Z',
  currency: 'GBP',
  taxesIncluded: true,
  customer: { name: 'Ada Buyer', email: `buyer${n}@example.com` },
  shippingAddress: { name: 'Ada Buyer', lines: ['1 High Street'], city: 'London', postcode: 'SW1A 1AA', country: 'GB' },
  lines: sku
    ? [{ reference: '1', sku, title: 'Mug', quantity: 1, total: '20.00' }]
    : [
        { reference: '1', sku: skus[n % skus.length], title: 'Mug', quantity: 1, total: '8.00' },
        { reference: '2', sku: skus[(n + 1) % skus.length], title: 'Cap', quantity: 2, total: '12.00' },
      ],
  payments: [{ reference: `p${n}`, status: 'PAID', amount: '20.00', captured: '20.00' }],
  total: '20.00',
})

const importMutation = `mutation ($orders: [OrderInput!]!) {
  importOrders(orders: $orders) { created rejected results { outcome userErrors { code message } } userErrors { code message } }
}`
export const importBody = (orders) => JSON.stringify({ query: importMutation, variables: { orders } })

export async function imported(server, orders) {
  const { importOrders } = await server.ask(importMutation, { orders })
  if (importOrders.created !== orders.length) throw new Error(JSON.stringify(importOrders).slice(0, 500))
}

const setMutation =
  'mutation ($counts: [StockCountInput!]!) { setStock(counts: $counts, reason: "INITIAL_COUNT") { userErrors { message } } }'

/** Sets what is on hand of these SKUs: one event for each, in one transaction. */
export async function counted(server, some, amount) {
  const counts = some.map((sku) => ({ sku, warehouse: 'main', onHand: amount }))
  const { setStock } = await server.ask(setMutation, { counts })
  if (setStock.userErrors.length > 0) throw new Error(setStock.userErrors[0].message)
}

export async function stock(server) {
  const { saveChannel, saveWarehouse } = await server.ask(`mutation {
    saveChannel(channelKey: "bench", name: "Bench", kind: "custom", enabled: true, stages: [ORDER_IMPORT]) { userErrors { message } }
    saveWarehouse(warehouseKey: "main", name: "Main", kind: OWN, timeZone: "Europe/London", countryCode: "GB", priority: 1) { userErrors { message } } }`)
  for (const { userErrors } of [saveChannel, saveWarehouse])
    if (userErrors.length > 0) throw new Error(userErrors[0].message)
  await rate(skus.length, 8, (n) =>
    server.ask('mutation ($sku: String!) { saveStockItem(item: { sku: $sku }) { userErrors { message } } }', {
      sku: skus[n],
    }),
  )
  for (let from = 0; from < skus.length; from += 500) await counted(server, skus.slice(from, from + 500), onHand)
  await drained(server)
}

/** Waits until the worker has done what was asked of it, so that it is not measured with what comes next. */
export async function drained(server) {
  const client = new pg.Client({ connectionString: server.databaseUrl() })
  await client.connect()
  const due = 'select count(*)::int as n from graphile_worker._private_jobs where run_at <= now()'
  while ((await client.query(due)).rows[0].n > 0) await new Promise((resolve) => setTimeout(resolve, 200))
  await client.end()
}
