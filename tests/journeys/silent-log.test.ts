import { once } from 'node:events'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { freshDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { runTypeScript } from '../support/real-process.ts'

// What no log may hold, each with a mark that nothing else has. `ZQ` begins them all.
const person = { name: 'ZQNAME Lovelace', email: 'zqmail@example.com', phone: '+44 ZQPHONE' }
const address = { name: 'ZQNAME', lines: ['1 ZQSTREET'], city: 'ZQCITY', postcode: 'SW1A 1AA', country: 'GB' }
const admin = 'ZQTOKEN-of-the-admin-of-this-test-alone'
const foreign = 'ZQFOREIGN-token-that-nobody-gave'
const mark = /zq[a-z]{2,}/i

const database = await freshDatabase()
const port = await freePort()
const url = `http://127.0.0.1:${port}`
const pool = new pg.Pool({ connectionString: database.url, max: 2 })
pool.on('error', () => {})
const server = runTypeScript('src/server/main.ts', [], {
  PORT: String(port),
  DATABASE_URL: database.url,
  CROSSDOCK_ADMIN_TOKEN: admin,
  LOG_LEVEL: 'trace',
})
afterAll(async () => {
  await server.kill('SIGTERM')
  await pool.end()
})
await server.line(/Crossdock answers at/)

const headers = (token = admin) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
const send = async (body: string, token?: string) => {
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers: headers(token), body })
  return await response.text()
}
const post = (query: string, variables: object = {}, token?: string) =>
  send(JSON.stringify({ query, variables }), token)

const order = (reference: string, more: object = {}) => ({
  channel: 'shop',
  reference,
  placedAt: '2026-11-20T10:00:00Z',
  currency: 'GBP',
  customer: person,
  shippingAddress: address,
  buyerNote: 'ZQNOTE',
  lines: [{ reference: '1', sku: 'MUG', title: 'Mug', quantity: 1, unitPrice: '10.00' }],
  payments: [{ reference: `P${reference}`, status: 'PAID', amount: '10.00' }],
  ...more,
})
const importing =
  'mutation ($orders: [OrderInput!]!) { importOrders(orders: $orders) { results { outcome userErrors { message } } userErrors { message } } }'
const byReference = (value: string) => `{ reference: { system: "shop", value: "${value}" } }`

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`${what} never happened; the log:\n${server.output()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Frames on a socket until it closes or answers so often. */
async function socket(token: string, frames: string[], answers: number): Promise<void> {
  const client = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  client.on('error', () => {})
  let seen = 0
  const over = new Promise<void>((resolve) => {
    client.on('close', () => resolve())
    client.on('message', () => {
      seen += 1
      if (seen === answers) resolve()
    })
  })
  await once(client, 'open')
  client.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }))
  for (const frame of frames) client.send(frame)
  await over
  client.terminate()
}

test('a day of work with mishaps leaves no token, name, address or e-mail in the log, not even at its most talkative', async () => {
  await post(`mutation {
    saveChannel(channelKey: "shop", name: "Shop", kind: "sandbox", stages: [AUTO_RELEASE]) { userErrors { message } }
    saveWarehouse(warehouseKey: "leeds", name: "Leeds", kind: OWN, timeZone: "Europe/London", countryCode: "GB", priority: 1) { userErrors { message } }
    saveStockItem(item: { sku: "MUG" }) { userErrors { message } }
    setStock(counts: [{ sku: "MUG", warehouse: "leeds", onHand: 100 }], reason: "INITIAL_COUNT") { userErrors { message } } }`)
  expect(await post(importing, { orders: [order('S1'), order('S2')] })).toContain('CREATED')

  // Wrong input, of all kinds.
  await post(importing, {
    orders: [order('S3', { currency: 'ZQCURRENCY', placedAt: 'ZQTIME', customer: { email: 'zqmail\0' } })],
  })
  await post(importing, { orders: [{ ...order('S3'), lines: 'ZQLINES' }] })
  await post('query ($id: ID!) { node(id: $id) { id } }', { id: 'ZQID' })
  await post('{ orders(first: 1, after: "ZQCURSOR") { nodes { id } } }')
  await post('{ orders(first: 1, filter: { search: "zqmail@example.com" }) { nodes { id } } }')
  await post('{ ZQFIELD { id } }')
  await send('{"query": "ZQBROKEN')
  await post('{ viewer { role } }', {}, foreign)
  await fetch(`${url}/ZQPATH?token=${foreign}`, { headers: headers(foreign) })
  await fetch(`${url}/graphql?query={viewer{role}}&access_token=${foreign}`, { headers: headers(foreign) })
  await socket(foreign, [], 1)
  await socket(admin, [JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ ZQFIELD }' } })], 2)
  await socket(admin, ['ZQ this is no JSON'], 9)

  // What Postgres refuses, with the whole row in its detail; and a value that it cannot read.
  await pool.query(`alter table customer add constraint no_mark check ("name" not like 'ZQ%') not valid`)
  expect(await post(importing, { orders: [order('S4')] })).toContain('could not be stored')
  await post(
    `mutation { editCustomer(order: ${byReference('S1')}, customer: { name: "ZQNAME Other" }, reason: "CUSTOMER_REQUEST") { userErrors { message } } }`,
  )
  await pool.query('alter table "order" rename column "buyerNote" to "gone"')
  await post(`{ orderByReference(system: "shop", value: "S1") { buyerNote customer { name } } }`)
  await post(importing, { orders: [order('S5')] })
  await pool.query('alter table "order" rename column "gone" to "buyerNote"')

  // Jobs that fail, and an event that the reactor cannot handle.
  await until('a worker', async () => (await pool.query('select from worker_heartbeat')).rows.length > 0)
  const addJob = (task: string, payload: object) =>
    pool.query('select graphile_worker.add_job($1, $2::json, max_attempts => 1)', [task, JSON.stringify(payload)])
  await addJob('release-order', { orderId: 'nobody' })
  await addJob('push-channel', { pushId: 'nothing' })
  await pool.query(
    `insert into event ("type", "occurredAt", "actor", "sku", "data")
     values ('STOCK_MOVED', now(), '{"id":"x","kind":"SYSTEM","name":"ZQNAME"}', 'ZQSKU' || repeat('x', 600), '{"toState":"AVAILABLE"}')`,
  )
  await until('a failed job', () => /"task":"push-channel","failures":1/.test(server.output()))
  await until('a dead letter', () => /set it aside as dead letter/.test(server.output()))
  await until('a case for the dead letter', async () => {
    const { rows } = await pool.query(`select from exception_case where "summary" like '%reactor could not handle%'`)
    return rows.length > 0
  })

  const lines = server.output().split('\n')
  expect(lines.filter((line) => line.startsWith('{')).length).toBeGreaterThan(3)
  expect(server.output()).toMatch(/an operation failed|an item of a call failed/)
  expect(lines.filter((line) => mark.test(line))).toEqual([])
}, 90_000)
