import { beforeAll, expect, test, vi } from 'vitest'
import { COST, DOCUMENT_LENGTH, MERGES, NESTING, STREAM_BYTES } from '#server/limits'
import { ANSWER_OBJECTS } from '#store/answer-budget'
import { orderInput } from '../support/order-input.ts'
import { startServer } from '../support/server.ts'
import { type Result, socketClient } from '../support/sockets.ts'

const LINES = 2_000
const server = await startServer()
let number = ''

beforeAll(async () => {
  await server.post(`mutation {
    saveChannel(channelKey: "shop", name: "Shop", kind: "custom", stages: []) { userErrors { message } }
    saveStockItem(item: { sku: "MUG" }) { userErrors { message } }
  }`)
  const lines = Array.from({ length: LINES }, (_, n) => ({
    reference: `${n}`,
    sku: 'MUG',
    title: 'Mug',
    quantity: 1,
    unitPrice: '1.00',
  }))
  const { body } = await server.post(
    'mutation ($o: [OrderInput!]!) { importOrders(orders: $o) { results { order { number } userErrors { message } } } }',
    { o: [{ ...orderInput('shop', 'LARGE'), lines, payments: [] }] },
  )
  number = body.data.importOrders.results[0].order.number
})

/** Until so many streams are open. */
const opened = (streams: number) =>
  vi.waitFor(() => expect(server.runtime.log.live.subscribers).toBe(streams), { timeout: 10_000, interval: 20 })

/** 25 times the same lines, with two objects each: beyond what an answer may hold. */
const tooMuch = Array.from({ length: 25 }, (_, n) => `a${n}: lines { unitPrice { amount } total { amount } }`).join(' ')
const refused = { extensions: { code: 'LIMIT_EXCEEDED', objects: expect.any(Number), bytes: expect.any(Number) } }

test('an answer that comes to more than it may hold is ended while it is made, and says what came of it', async () => {
  const { body } = await server.post(`query ($n: String!) { order(number: $n) { ${tooMuch} } }`, { n: number })
  expect(body.errors).toMatchObject([refused])
  expect(body.data).toBeUndefined()
  expect(body.errors?.[0]?.message).toContain(`${ANSWER_OBJECTS} objects`)
  expect(body.errors?.[0]?.extensions?.objects).toBeLessThan(ANSWER_OBJECTS + 100)
})

test('so is what is read from the database for it, under whichever names', async () => {
  const pages = Array.from({ length: 25 }, (_, n) => `a${n}: lines { id reference sku title }`).join(' ')
  const others = Array.from({ length: 4 }, (_, n) => `b${n}: order(number: $n) { ${pages} }`).join(' ')
  const { body } = await server.post(`query ($n: String!) { ${others} }`, { n: number })
  expect(body.errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }])
})

test('a mutation whose answer is too large has written, and says so', async () => {
  const { body } = await server.post(
    `mutation ($n: String!) { holdOrder(order: { number: $n }, reason: OTHER, note: "large") { order { ${tooMuch} } userErrors { message } } }`,
    { n: number },
  )
  expect(body.errors?.[0]?.message, JSON.stringify(body)).toContain('What a mutation of it wrote stays written')
  const after = await server.post('query ($n: String!) { order(number: $n) { holds { note } } }', { n: number })
  expect(after.body.data.order.holds).toContainEqual({ note: 'large' })
})

test('a delivery of a stream that is too large is an error, and the next one comes', async () => {
  const client = socketClient(server.url, server.adminToken)
  const query = `subscription ($much: Boolean!) { orderEvents { event { type ... on OrderEvent { order { number ... @include(if: $much) { ${tooMuch} } } } } } }`
  const results = client.iterate({ query, variables: { much: true } })
  /** The next result that is so, whatever else happens to the order meanwhile. */
  const until = async (isSo: (result: Result) => boolean): Promise<Result> => {
    for (;;) {
      const { value } = await results.next()
      if (isSo(value as Result)) return value as Result
    }
  }
  const tooLarge = until(({ errors }) => errors !== undefined)
  await opened(1)
  await server.post(
    'mutation ($n: String!) { holdOrder(order: { number: $n }, reason: MANUAL, note: "seen") { userErrors { message } } }',
    { n: number },
  )
  expect((await tooLarge).errors).toMatchObject([refused])
  await server.post('mutation ($o: [OrderInput!]!) { importOrders(orders: $o) { userErrors { message } } }', {
    o: [orderInput('shop', 'SMALL')],
  })
  const small = await until(({ data }) => data?.orderEvents.event?.order !== undefined)
  expect(small.data.orderEvents.event.order.number).not.toBe(number)
  await client.dispose()
})

test('a page of a dashboard is admitted: 100 orders with lines, shipments, packages and open exceptions', async () => {
  const { status, body } = await server.post(`{ orders(first: 100) { nodes {
    number status lines { sku quantity } shipments { status packages { trackingNumber trackingEvents(first: 5) { nodes { status } } } }
    exceptions(first: 20, statuses: [OPEN]) { nodes { kind summary } } } } }`)
  expect([status, body.errors]).toEqual([200, undefined])
  const { cost } = (body as { extensions?: { cost?: Record<string, number> } }).extensions ?? {}
  expect(cost?.estimated).toBeGreaterThan(10_000)
  expect(cost?.objects).toBeGreaterThan(LINES)
})

test('the estimate counts the ids of nodes under each name', async () => {
  const ids = Array.from({ length: 100 }, () => 'none')
  const document = `query ($ids: [ID!]!) { ${Array.from({ length: 25 }, (_, n) => `a${n}: nodes(ids: $ids) { ... on Order { lines { components { sku } } } }`).join(' ')} }`
  const { body } = await server.post(document, { ids })
  const cost = 25 * 100 * (1 + 5 * (1 + 5))
  expect(body.errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', cost, limit: COST } }])
})

test.each<[string, string, string]>([
  ['too long', `{ viewer { role } } #${'x'.repeat(DOCUMENT_LENGTH)}`, `at most ${DOCUMENT_LENGTH}`],
  [
    'with values too deep',
    `{ orders(filter: { tags: ${'['.repeat(2_400)}"x"${']'.repeat(2_400)} }) { nodes { id } } }`,
    `${NESTING} levels`,
  ],
  ['with selections too deep', `${'{ a '.repeat(1_000)}${'}'.repeat(1_000)}`, `${NESTING} levels`],
  ['with one field again and again', `{ viewer { ${'role '.repeat(2_400)} } }`, `over ${MERGES} times`],
  [
    'with fields that nest and repeat',
    `{ order(number: "x") { ${`lines { ${'sku '.repeat(45)} } `.repeat(45)} } }`,
    `over ${MERGES} times`,
  ],
])('a document %s is refused before it is checked', async (_name, document, why) => {
  const { body } = await server.post(document)
  expect(body.errors?.length).toBe(1)
  expect(body.errors?.[0]).toMatchObject({
    message: expect.stringContaining(why),
    extensions: { code: 'LIMIT_EXCEEDED' },
  })
})

test('signs in texts and comments of a document do not nest', async () => {
  const texts = `{ orders(filter: { tags: ["${'['.repeat(50)}\\"", """${'{'.repeat(50)} \\""" " """] }) { nodes { id } } } # ${'('.repeat(50)}`
  expect((await server.post(texts)).body.errors).toBeUndefined()
})

const metrics = async (): Promise<Record<string, number>> => {
  const response = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${server.adminToken}` } })
  const lines = (await response.text()).matchAll(/^crossdock_cache_(\w+)\{cache="(\w+)"\} (\d+)$/gm)
  return Object.fromEntries([...lines].map(([, what, cache, value]) => [`${cache} ${what}`, Number(value)]))
}

test('what a caller sends in values and large documents does not fill the caches, which show how full they are', async () => {
  const keyed = (key: string) =>
    server.post(
      'mutation ($k: String!) { validateOrder(order: { number: "CD-1000099-X" }) @idempotent(key: $k) { userErrors { code } } }',
      { k: key },
    )
  const stocked = (channel: string) =>
    server.post('query ($c: String) { stockItems(first: 1) { nodes { availability(channel: $c) { __typename } } } }', {
      c: channel,
    })
  await keyed('first')
  await stocked('first')
  const before = await metrics()
  for (let n = 0; n < 5; n++) {
    await keyed(`k${n}`)
    await stocked(`${n}${'x'.repeat(1_000_000)}`)
    await server.post(`{ viewer { role } } # ${n} ${'x'.repeat(90_000)}`)
  }
  const after = await metrics()
  expect(before['documents bytes']).toBeGreaterThan(0)
  expect(Object.keys(before)).toEqual(expect.arrayContaining(['read_shapes entries', 'shared_answers bytes']))
  expect(after).toEqual(before)
})

test('a stream that would keep too much for as long as it is open is refused', async () => {
  const client = socketClient(server.url, server.adminToken)
  const results = client.iterate({
    query: 'subscription ($o: [String!]) { orderEvents(orderNumbers: $o) { cursor } }',
    variables: { o: ['x'.repeat(STREAM_BYTES)] },
  })
  expect((await results.next()).value.errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }])
  await client.dispose()
})
