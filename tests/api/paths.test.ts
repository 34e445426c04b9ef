import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { getIntrospectionQuery } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { ALIASES, BODY_BYTES, COST } from '#server/limits'
import { projectFolder } from '../support/real-process.ts'
import { startServer } from '../support/server.ts'

// The usual request takes a path of its own to the executor; a query string sends the same request through Yoga.

const server = await startServer()
const reader = await server.token('reader')
const connector = await server.token('connector', 'shop')

const documents: Record<string, string> = await import(
  pathToFileURL(join(projectFolder, 'apps', 'console', 'documents.js')).href
)
const questions = Object.entries(documents).filter(([, text]) => /^\s*query/.test(text))

let number = ''

beforeAll(async () => {
  const { body } = await server.post(
    `mutation ($orders: [OrderInput!]!) {
      saveChannel(channelKey: "shop", name: "Shop", kind: "custom", stages: []) { userErrors { message } }
      saveWarehouse(warehouseKey: "north", name: "North", kind: OWN, timeZone: "Europe/London", countryCode: "GB", priority: 1) { userErrors { message } }
      saveStockItem(item: { sku: "MUG" }) { userErrors { message } }
      importOrders(orders: $orders) { results { order { number } } userErrors { message } }
    }`,
    {
      orders: ['1', '2', '3'].map((reference) => ({
        channel: 'shop',
        reference,
        placedAt: '2026-11-20T10:00:00Z',
        currency: 'GBP',
        taxesIncluded: true,
        customer: { name: 'Zoë 🙂', email: 'zoe@example.com' },
        shippingAddress: { name: 'Zoë', lines: ['1 Main Street'], city: 'London', postcode: 'SW1A 1AA', country: 'GB' },
        lines: [{ reference: '1', sku: 'MUG', title: 'Mug', quantity: 2, unitPrice: '10.00' }],
        payments: [{ reference: `P${reference}`, status: 'PAID', amount: '20.00' }],
      })),
    },
  )
  number = body.data.importOrders.results[0].order.number
})

interface Answered {
  status: number
  headers: Record<string, string>
  body: string
}

async function said(path: string, body: string, headers: Record<string, string>): Promise<Answered> {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body })
  const { date: _, ...rest } = Object.fromEntries(response.headers)
  return { status: response.status, headers: rest, body: Buffer.from(await response.arrayBuffer()).toString('latin1') }
}

const errorIds = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Sends the same down both paths; they answer with the same status, headers and bytes. */
async function sameOnBoth(body: unknown, more: Record<string, string> = {}): Promise<Answered> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${server.adminToken}`, ...more }
  const fast = await said('/graphql', text, headers)
  const yoga = await said('/graphql?path=yoga', text, headers)
  const comparable = ({ body: answer, ...rest }: Answered) => ({ ...rest, body: answer.replace(errorIds, 'ID') })
  expect(comparable(fast)).toEqual(comparable(yoga))
  return fast
}

const accepts = [
  '*/*',
  'application/json',
  'application/graphql-response+json',
  'application/graphql-response+json, application/json',
  'application/graphql-response+json,application/json;q=0.9',
  'application/json, text/plain, */*',
  'text/html',
]

describe('both paths answer alike', () => {
  test.each(questions)('what the console asks: %s', async (_name, query) => {
    for (const bearer of [server.adminToken, reader, connector]) {
      await sameOnBoth(
        { query, variables: { number, first: 10, keys: [], queues: [] } },
        { authorization: `Bearer ${bearer}` },
      )
    }
  })

  test.each(accepts)('whatever the client accepts: %s', async (accept) => {
    const answered = await sameOnBoth({ query: '{ viewer { scopes } }' }, { accept })
    expect(answered.status).toBe(accept === 'text/html' ? 406 : 200)
    await sameOnBoth({ query: '{ viewer { nothing } }' }, { accept })
    await sameOnBoth({ query: '{ order(number: "CD-1-X") { number } }' }, { accept })
    await sameOnBoth({ query: 'query ($n: Int!) { orders(first: $n) { nodes { id } } }' }, { accept })
  })

  test.each<[string, unknown]>([
    ['no JSON', '{'],
    ['nothing at all', ''],
    ['null', null],
    ['a list', [{ query: '{ viewer { scopes } }' }]],
    ['a text', '"{ viewer { scopes } }"'],
    ['no document', { variables: {} }],
    ['a document that is no text', { query: 1 }],
    ['variables that are no object', { query: '{ viewer { scopes } }', variables: [1] }],
    ['a name that is no text', { query: '{ viewer { scopes } }', operationName: 1 }],
    ['another parameter', { query: '{ viewer { scopes } }', token: 'x' }],
    ['extensions', { query: '{ viewer { scopes } }', extensions: { persistedQuery: { version: 1 } } }],
    ['a syntax error', { query: '{ viewer {' }],
    ['a field that is not there', { query: '{ viewer { nothing } }' }],
    ['a wrong argument', { query: '{ orders(first: "ten") { nodes { id } } }' }],
    ['no such operation', { query: 'query A { viewer { scopes } }', operationName: 'B' }],
    ['which of two', { query: 'query A { viewer { scopes } } query B { viewer { name: scopes } }' }],
    [
      'the second of two',
      { query: 'query A { viewer { scopes } } query B { b: viewer { scopes } }', operationName: 'B' },
    ],
    ['a variable that is missing', { query: 'query ($n: Int!) { orders(first: $n) { nodes { id } } }' }],
    [
      'a variable of a wrong type',
      { query: 'query ($n: Int) { orders(first: $n) { nodes { id } } }', variables: { n: 'x' } },
    ],
    ['too large a page', { query: '{ orders(first: 5000) { nodes { id } } }' }],
    [
      'too costly',
      { query: '{ orders(first: 100) { nodes { customer { orders(first: 100) { nodes { lines { id } } } } } } }' },
    ],
    [
      'too many aliases',
      { query: `{ ${Array.from({ length: ALIASES + 1 }, (_, i) => `a${i}: viewer { scopes }`).join(' ')} }` },
    ],
    ['introspection', { query: getIntrospectionQuery() }],
    ['an error among answers', { query: '{ order(number: "CD-1000042-A") { number } viewer { scopes } }' }],
    ['a cursor of nobody', { query: '{ orders(after: "x") { nodes { id } } }' }],
    ['what cannot be looked up', { query: '{ stockItem(sku: "a\\u0000b") { sku } }' }],
    [
      'fields that are left out',
      {
        query: 'query ($no: Boolean!) { viewer { role @skip(if: $no) scopes @include(if: $no) } }',
        variables: { no: true },
      },
    ],
    ['an answer named __proto__', { query: '{ __proto__: viewer { constructor: role } }' }],
    [
      'a refusal',
      {
        query:
          'mutation { releaseOrder(order: { number: "CD-1-X" }) { order { number } userErrors { code message field } } }',
      },
    ],
    [
      'a dry run',
      { query: 'mutation @dryRun { saveStockItem(item: { sku: "DRY" }) { stockItem { sku } userErrors { code } } }' },
    ],
  ])('%s', async (_name, body) => {
    await sameOnBoth(body)
    await sameOnBoth(body, { accept: 'application/graphql-response+json' })
  })

  test('a stream is no answer in JSON', async () => {
    const answered = await sameOnBoth(
      { query: 'subscription { orderEvents { cursor } }' },
      { accept: 'application/json' },
    )
    expect(answered.status).toBe(406)
  })

  test('what only a few may see is refused alike', async () => {
    const query =
      '{ eventLog(first: 1) { nodes { type } } orders(first: 5) { nodes { customer { email } shippingAddress { city } } } }'
    for (const bearer of [reader, connector]) await sameOnBoth({ query }, { authorization: `Bearer ${bearer}` })
    expect((await sameOnBoth({ query }, { authorization: 'Bearer nobody' })).status).toBe(401)
  })

  test('a body that is too large is refused alike, whether its length is declared or not', async () => {
    const query = `{ viewer { scopes } } #${'x'.repeat(BODY_BYTES)}`
    expect((await sameOnBoth({ query })).status).toBe(413)
  })

  test('the default of a variable counts as much as a value that is sent', async () => {
    const within = (first: number) =>
      `query ($n: Int = ${first}) { orders(first: $n) { nodes { customer { orders(first: 100) { nodes { lines { id } } } } } } }`
    expect((await sameOnBoth({ query: within(1) })).body).not.toContain('LIMIT_EXCEEDED')
    const refused = await sameOnBoth({ query: within(100) })
    expect(refused.body).toContain(`at most ${COST} are admitted`)
  })
})
