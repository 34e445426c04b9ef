import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { ALIASES, BODY_BYTES, COST, DIRECTIVES, DOCUMENT_TOKENS, QUERY_DEPTH } from '#server/limits'
import { startServer } from '../support/server.ts'

const server = await startServer()
const authorization = `Bearer ${server.adminToken}`

const send = (init: RequestInit, path = '/graphql') =>
  fetch(server.url + path, {
    method: 'POST',
    ...init,
    headers: { authorization, ...(init.headers as Record<string, string>) },
  })

test.each([
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/graphql',
  'text/plain',
])('a POST of %s is not read', async (type) => {
  const response = await send({
    headers: { 'content-type': type },
    body: 'query=mutation{saveStockItem(item:{sku:"X"}){userErrors{code}}}',
  })
  expect(response.status).toBe(415)
  expect(response.headers.get('accept-post')).toBe('application/json')
})

test('a POST without a content type is not read', async () => {
  const response = await send({ body: new Blob([JSON.stringify({ query: '{ viewer { role } }' })]) })
  expect(response.status).toBe(415)
})

test('a mutation does not run by GET', async () => {
  const query = encodeURIComponent('mutation { saveStockItem(item: { sku: "BY-GET" }) { stockItem { sku } } }')
  const response = await send({ method: 'GET' }, `/graphql?query=${query}`)
  expect(response.status).toBe(405)
  expect((await server.post('{ stockItem(sku: "BY-GET") { sku } }')).body.data.stockItem).toBeNull()
})

const json = (body: unknown) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

test('several operations in one request are refused', async () => {
  expect((await send(json([{ query: '{ viewer { role } }' }]))).status).toBe(400)
})

test('a body beyond the limit is refused, and one of 500 orders fits', async () => {
  const query = 'query ($t: String!) { orders(filter: { tags: [$t] }) { nodes { id } } }'
  const response = await send(json({ query, variables: { t: 'x'.repeat(BODY_BYTES) } }))
  expect(response.status).toBe(413)
  expect((await send(json({ query, variables: { t: 'x'.repeat(3_000_000) } }))).status).toBe(200)
})

const nested = (levels: number) => {
  let query = 'number'
  for (let level = 0; level < levels; level += 2) query = `number shipments { order { ${query} } }`
  return `{ order(number: "CD-1000001-0") { ${query} } }`
}

test('an operation nests as deep as the limit and no deeper, fragments included', async () => {
  const { body } = await server.post(nested(QUERY_DEPTH + 2))
  expect(body.errors?.[0]).toMatchObject({ extensions: { code: 'LIMIT_EXCEEDED' } })
  const fragments = Array.from(
    { length: QUERY_DEPTH },
    (_, n) => `fragment f${n} on Shipment { order { shipments { ...f${n + 1} } } }`,
  )
  const document = `{ order(number: "x") { shipments { ...f0 } } } ${fragments.join(' ')} fragment f${QUERY_DEPTH} on Shipment { id }`
  expect((await server.post(document)).body.errors?.[0]?.message).toContain('levels deep')
  const cycle = '{ order(number: "x") { ...a } } fragment a on Order { number shipments { order { ...a } } }'
  expect((await server.post(cycle)).body.errors?.[0]?.message).toContain('Cannot spread fragment')
})

test('aliases, directives and tokens of a document are limited', async () => {
  const fields = (n: number) => Array.from({ length: n }, (_, i) => `a${i}: viewer { role }`).join(' ')
  expect((await server.post(`{ ${fields(ALIASES)} }`)).body.errors).toBeUndefined()
  expect((await server.post(`{ ${fields(ALIASES + 1)} }`)).body.errors?.[0]?.message).toContain('aliases')
  const directives = 'role @include(if: true) '.repeat(DIRECTIVES + 1)
  expect((await server.post(`{ viewer { ${directives} } }`)).body.errors?.[0]?.message).toContain('directives')
  expect((await server.post(`{ viewer { ${'role '.repeat(DOCUMENT_TOKENS)} } }`)).body.errors?.[0]?.message).toContain(
    'tokens',
  )
})

test('the cost of an operation follows the sizes of its pages, given as literals or variables', async () => {
  const document = `query ($n: Int) { orders(first: $n) { edges { node { customer { orders(first: 100) { nodes { lines { id } } } } } } } }`
  expect((await server.post(document, { n: 10 })).body.errors).toBeUndefined()
  const { body } = await server.post(document, { n: 100 })
  expect(body.errors?.[0]).toMatchObject({
    extensions: { code: 'LIMIT_EXCEEDED', cost: 100 * (1 + 1 + 100 * (1 + 5)), limit: COST },
  })
})

test('a page beyond the limit is refused in every list, nested ones too', async () => {
  const document = '{ orders(first: 1) { nodes { messages(first: 101) { nodes { id } } } } }'
  expect((await server.post(document)).body.errors?.[0]?.message).toContain('0 to 100')
  const both = '{ exceptions(first: 1, last: 1) { nodes { id } } }'
  expect((await server.post(both)).body.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
})

test('introspection is answered to a valid token', async () => {
  const { body } = await server.post(
    '{ __schema { types { fields { type { ofType { ofType { ofType { name } } } } } } } }',
  )
  expect(body.errors).toBeUndefined()
})

test('what cannot be stored is reported to the caller, and what fails here only by an id', async () => {
  const { body } = await server.post('query ($s: String!) { stockItem(sku: $s) { sku } }', { s: 'a\0b' })
  expect(body.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
  await server.runtime.store.pool.query('alter table warehouse rename to hidden')
  const failed = await server.post('{ warehouses { key } }')
  await server.runtime.store.pool.query('alter table hidden rename to warehouse')
  const [error] = failed.body.errors ?? []
  expect(error?.message).not.toContain('warehouse')
  expect(error?.extensions?.code).toBe('INTERNAL_SERVER_ERROR')
  expect(server.logged.some((line) => line.includes(error?.extensions?.errorId as string))).toBe(true)
})

test('a client that sends its headers a drop at a time is let go after ten seconds, and others are served meanwhile', async () => {
  const { port } = new URL(server.url)
  const slow = connect(Number(port), '127.0.0.1')
  slow.write('POST /graphql HTTP/1.1\r\nhost: x\r\n')
  const drops = setInterval(() => slow.write('a: b\r\n'), 500)
  let said = ''
  slow.on('data', (part) => {
    said += part
  })
  slow.on('error', () => {})
  expect((await server.post('{ viewer { role } }')).status).toBe(200)
  await new Promise((resolve) => slow.once('close', resolve))
  clearInterval(drops)
  expect(said).toMatch(/^HTTP\/1\.1 408 /)
})

test.each([
  ['a fraction for a whole number', 'query ($first: Int) { orders(first: $first) { nodes { id } } }', { first: 1.5 }],
  ['nothing where something is required', 'query ($number: String!) { order(number: $number) { id } }', {}],
  ['a word that is none', 'query ($s: OrderSort!) { orders(sort: $s) { nodes { id } } }', { s: 'LOUDEST' }],
])('a variable that does not fit has the code of wrong input: %s', async (_, document, variables) => {
  const { body } = await server.post(document, variables)
  expect(body.errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT'])
})
