import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { cpuOf, median, postgresCpu, rate, table } from '../server.mjs'

const singles = 3000
const batches = 60
const perBatch = 100
const atOnce = 16

const mutation = `mutation ($orders: [OrderInput!]!) {
  importOrders(orders: $orders) { created rejected results { outcome userErrors { code message } } userErrors { code message } }
}`

const orderInput = (n) => ({
  channel: 'bench',
  reference: randomUUID(),
  placedAt: '2026-03-02T10:00:00Z',
  currency: 'GBP',
  taxesIncluded: true,
  customer: { name: 'Ada Buyer', email: `buyer${n}@example.com` },
  shippingAddress: { name: 'Ada Buyer', lines: ['1 High Street'], city: 'London', postcode: 'SW1A 1AA', country: 'GB' },
  lines: [
    { reference: '1', sku: `BENCH-${n % 5000}`, title: 'Mug', quantity: 1, total: '8.00' },
    { reference: '2', sku: `BENCH-${(n + 1) % 5000}`, title: 'Cap', quantity: 2, total: '12.00' },
  ],
  payments: [{ reference: `p${n}`, status: 'PAID', amount: '20.00', captured: '20.00' }],
  total: '20.00',
})

/** Orders of two lines: singly and in batches through GraphQL, beside six round trips a bare order through `pg`. */
export async function importScenario(server) {
  await seed(server)
  const imported = async (orders) => {
    const { importOrders } = await server.ask(mutation, { orders })
    if (importOrders.created !== orders.length) throw new Error(JSON.stringify(importOrders).slice(0, 500))
  }
  const pool = new pg.Pool({ connectionString: server.databaseUrl(), max: atOnce })
  await pool.query(`create schema if not exists bench; create table if not exists bench."order" (id uuid primary key, body jsonb);
    create table if not exists bench.line (id uuid primary key, order_id uuid references bench."order", body jsonb);
    create table if not exists bench.payment (id uuid primary key, order_id uuid references bench."order", body jsonb);
    create table if not exists bench.event (id bigint generated always as identity primary key, body jsonb)`)
  const sixTrips = async (n) => {
    const { lines, payments, ...header } = orderInput(n)
    const id = randomUUID()
    const client = await pool.connect()
    await client.query('begin')
    await client.query({ name: 'o', text: 'insert into bench."order" values ($1, $2)', values: [id, header] })
    await client.query({
      name: 'l',
      text: 'insert into bench.line values ($1, $3, $4), ($2, $3, $5)',
      values: [randomUUID(), randomUUID(), id, lines[0], lines[1]],
    })
    await client.query({
      name: 'p',
      text: 'insert into bench.payment values ($1, $2, $3)',
      values: [randomUUID(), id, payments[0]],
    })
    await client.query({ name: 'e', text: 'insert into bench.event (body) values ($1)', values: [header] })
    await client.query('commit')
    client.release()
  }

  await rate(300, atOnce, (n) => imported([orderInput(n)]))
  const figures = { single: [], batch: [], raw: [] }
  const cost = { node: 0, postgres: 0, orders: 0 }
  for (let round = 0; round < 3; round++) {
    figures.raw.push(await rate(singles, atOnce, sixTrips))
    const before = consumption(server)
    figures.single.push(await rate(singles, atOnce, (n) => imported([orderInput(n)])))
    const after = consumption(server)
    cost.node += after.node - before.node
    cost.postgres += after.postgres - before.postgres
    cost.orders += singles
    figures.batch.push(
      perBatch *
        (await rate(batches, 4, (n) =>
          imported(Array.from({ length: perBatch }, (_, i) => orderInput(n * perBatch + i))),
        )),
    )
  }
  await pool.query('drop schema bench cascade')
  await pool.end()
  const raw = median(figures.raw)
  table([
    ['orders of two lines', 'orders/s', '× six pg round trips', 'wanted'],
    ['six pg round trips, 16 at once', raw.toFixed(0), '1.00', ''],
    [
      'importOrders, single, 16 at once',
      median(figures.single).toFixed(0),
      (median(figures.single) / raw).toFixed(2),
      '250/s',
    ],
    [
      'importOrders, batches of 100',
      median(figures.batch).toFixed(0),
      (median(figures.batch) / raw).toFixed(2),
      '1000/s',
    ],
  ])
  const each = (seconds) => ((seconds / cost.orders) * 1000).toFixed(2)
  console.log(`processor time a single order: server ${each(cost.node)} ms, Postgres ${each(cost.postgres)} ms`)
}

const consumption = (server) => ({ node: cpuOf(server.pid), postgres: postgresCpu(server.folder) })

export async function seed(server) {
  const channel = await server.ask(
    'mutation { saveChannel(channelKey: "bench", name: "Bench", kind: "custom", enabled: true, stages: [ORDER_IMPORT]) { userErrors { message } } }',
  )
  const warehouse = await server.ask(
    'mutation { saveWarehouse(warehouseKey: "main", name: "Main", kind: OWN, timeZone: "Europe/London", countryCode: "GB", priority: 1) { userErrors { message } } }',
  )
  for (const { userErrors } of [channel.saveChannel, warehouse.saveWarehouse])
    if (userErrors.length > 0) throw new Error(userErrors[0].message)
  const skus = Array.from({ length: 5000 }, (_, n) => `BENCH-${n}`)
  await rate(skus.length, 8, (n) =>
    server.ask('mutation ($sku: String!) { saveStockItem(item: { sku: $sku }) { userErrors { message } } }', {
      sku: skus[n],
    }),
  )
  const onHand = 1_000_000
  for (let from = 0; from < skus.length; from += 500) {
    const counts = skus.slice(from, from + 500).map((sku) => ({ sku, warehouse: 'main', onHand }))
    const { setStock } = await server.ask(
      'mutation ($counts: [StockCountInput!]!) { setStock(counts: $counts, reason: "INITIAL_COUNT") { userErrors { message } } }',
      { counts },
    )
    if (setStock.userErrors.length > 0) throw new Error(setStock.userErrors[0].message)
  }
  await drained(server)
}

/** Waits until the worker has done what the seeding asked of it, so that it is not measured with the rest. */
async function drained(server) {
  const client = new pg.Client({ connectionString: server.databaseUrl() })
  await client.connect()
  for (;;) {
    const { rows } = await client.query(
      'select count(*)::int as n from graphile_worker._private_jobs where run_at <= now()',
    )
    if (rows[0].n === 0) break
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await client.end()
}
