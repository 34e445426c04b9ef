import { expect, test } from 'vitest'
import { fastPath } from '../support/fast-path.ts'
import { seedChannel, seedOrder } from '../support/seed.ts'
import { startServer } from '../support/server.ts'

const server = await startServer({ recheckMs: 50 })
const shop = await seedChannel(server.runtime.store, 'shop')
const market = await seedChannel(server.runtime.store, 'market')
const ours = await seedOrder(server.runtime.store, shop)
const theirs = await seedOrder(server.runtime.store, market)

test.each(['/graphql', '/metrics'])('%s answers nobody without a token', async (path) => {
  for (const authorization of [undefined, 'Bearer nobody', 'Basic YTpi']) {
    const response = await fetch(server.url + path, authorization === undefined ? {} : { headers: { authorization } })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('Bearer')
    expect(((await response.json()) as { errors: object[] }).errors[0]).toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    })
  }
})

test('health needs no token', async () => {
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ status: 'ready' })
})

test('GraphiQL loads without a token and without a CDN', async () => {
  const response = await fetch(`${server.url}/graphiql`)
  expect(response.status).toBe(200)
  const html = await response.text()
  expect(html).toContain('renderYogaGraphiQL')
  expect(html.replace(/<script>[\s\S]*<\/script>/, '')).not.toMatch(/(src|href)="https?:/)
})

test('metrics are for people, not for connectors', async () => {
  const get = async (token: string) => fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  const response = await get(await server.token('reader'))
  expect(response.status).toBe(200)
  const text = await response.text()
  for (const name of [
    'crossdock_operation_seconds',
    'crossdock_database_connections',
    'process_resident_memory_bytes',
  ]) {
    expect(text).toContain(name)
  }
  expect((await get(await server.token('connector', 'shop'))).status).toBe(403)
})

test.skipIf(!fastPath)('metrics count the reads that Prisma had to answer', async () => {
  const { handle } = server.runtime.store
  const reads = await handle.prisma.channel.findMany({ distinct: ['kind'], select: { kind: true } })
  const response = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${server.adminToken}` } })
  server.runtime.uncompiled.counts.clear()
  expect(reads).toEqual([{ kind: 'custom' }])
  expect(await response.text()).toContain('crossdock_reads_uncompiled_total{model="Channel"} 1')
})

const personal = `query ($number: String!) { order(number: $number) {
  number shippingCountryCode customer { name } shippingAddress { postcode } billingAddress { postcode } buyerNote lines { title properties }
} }`

test('a reader sees orders, and not who bought them', async () => {
  const { body } = await server.post(personal, { number: ours.number }, await server.token('reader'))
  expect(body).toEqual({
    data: {
      order: {
        number: ours.number,
        shippingCountryCode: 'GB',
        customer: null,
        shippingAddress: null,
        billingAddress: null,
        buyerNote: null,
        lines: [{ title: 'A mug', properties: null }],
      },
    },
  })
  const { body: full } = await server.post(personal, { number: ours.number }, await server.token('operator'))
  expect(full.data.order).toMatchObject({ customer: { name: 'Ada Byron' }, buyerNote: 'Ring twice' })
})

test('a customer is nobody by its id for who may not see customers', async () => {
  const { body } = await server.post('query ($n: String!) { order(number: $n) { customer { id } } }', {
    n: ours.number,
  })
  const ask = 'query ($id: ID!) { node(id: $id) { id ... on Customer { name } } }'
  const { id } = body.data.order.customer
  expect((await server.post(ask, { id })).body.data.node).toMatchObject({ name: 'Ada Byron' })
  expect((await server.post(ask, { id }, await server.token('reader'))).body).toEqual({ data: { node: null } })
})

test('a forbidden field is an error that names the scope, and does not take its neighbours along', async () => {
  const document = `mutation { a: saveStockItem(item: { sku: "X-1" }) { stockItem { sku } userErrors { code } } }`
  const { body } = await server.post(document, {}, await server.token('reader'))
  expect(body.data).toEqual({ a: null })
  expect(body.errors?.[0]).toMatchObject({ path: ['a'], extensions: { code: 'FORBIDDEN' } })
  expect(body.errors?.[0]?.message).toContain('scope')
})

test('a connector sees its own channel alone, whichever way it asks', async () => {
  const token = await server.token('connector', 'shop')
  const { body: all } = await server.post('{ a: order(number: "x") { id } }')
  expect(all.errors).toBeDefined()
  const { body: admin } = await server.post('query ($n: String!) { order(number: $n) { id lines { id } } }', {
    n: theirs.number,
  })
  const { body } = await server.post(
    `query ($mine: String!, $other: String!, $order: ID!, $line: ID!, $reference: String!) {
      mine: order(number: $mine) { number } other: order(number: $other) { number }
      byReference: orderByReference(system: "shop", value: $reference) { number }
      order: node(id: $order) { id } line: node(id: $line) { id }
      orders { nodes { number } totalCount } orderCounts(by: CHANNEL) { key orders }
      channels { key } channel(key: "market") { key } viewer { channels { key } }
    }`,
    {
      mine: ours.number,
      other: theirs.number,
      order: admin.data.order.id,
      line: admin.data.order.lines[0].id,
      reference: `ref-${theirs.id}`,
    },
    token,
  )
  expect(body.errors).toBeUndefined()
  expect(body.data).toEqual({
    mine: { number: ours.number },
    other: null,
    byReference: null,
    order: null,
    line: null,
    orders: { nodes: [{ number: ours.number }], totalCount: 1 },
    orderCounts: [{ key: 'shop', orders: 1 }],
    channels: [{ key: 'shop' }],
    channel: null,
    viewer: { channels: [{ key: 'shop' }] },
  })
})

test('a revoked or expired token is refused soon after', async () => {
  const revoked = await server.token('reader')
  const expired = await server.token('reader', undefined, new Date(Date.now() + 150).toISOString())
  for (const token of [revoked, expired]) expect((await server.post('{ viewer { role } }', {}, token)).status).toBe(200)
  await server.runtime.store.pool.query('update api_token set "revokedAt" = now() where "prefix" = $1', [
    revoked.slice(0, 19),
  ])
  const statuses = async () =>
    Promise.all([revoked, expired].map(async (token) => (await server.post('{ viewer { role } }', {}, token)).status))
  await expect.poll(statuses, { timeout: 5_000 }).toEqual([401, 401])
})

test('a browser of another origin may ask: the token is never sent by itself', async () => {
  const preflight = await fetch(`${server.url}/graphql`, {
    method: 'OPTIONS',
    headers: { origin: 'https://dash.example', 'access-control-request-method': 'POST' },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  expect(preflight.headers.get('access-control-allow-credentials')).toBeNull()
})

test('nothing else is there', async () => {
  expect((await fetch(`${server.url}/nothing`)).status).toBe(404)
  expect((await fetch(`${server.url}/../package.json`)).status).toBe(404)
  expect((await fetch(`${server.url}/%2e%2e/%2e%2e/package.json`)).status).toBe(404)
})
