import { type GraphQLField, type GraphQLObjectType, isObjectType } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { encodeGlobalId } from '#schema/global-id'
import { buildSchema } from '#server/graph'
import { freshId } from '#store/fresh-id'
import { type ArgumentPosition, argumentPositions, documentOf, type Wanted } from '../support/argument-values.ts'
import { type Answer, startServer } from '../support/server.ts'
import { type TwoChannels, twoChannels } from '../support/two-channels.ts'

// Whatever a caller sends into whichever argument: the answer says what is wrong with it, never that something failed here.

const server = await startServer()
const schema = buildSchema()
let world: TwoChannels

beforeAll(async () => {
  world = await twoChannels(async (document, variables) => {
    const { body } = await server.post(document, variables)
    if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors))
    return body.data
  })
}, 60_000)

const base64 = (text: string) => Buffer.from(text).toString('base64url')
const uuid = freshId()
const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)])

const texts = ['', 'a\0b', 'half \udfff', 'x'.repeat(20_000), "'"]
const ids = [
  ...['Order', 'Shipment', 'Hold', 'OrderEvent', 'StockItem', 'Actor', 'Nothing', '__proto__'].flatMap((type) => [
    base64(`${type}:${uuid}`),
    base64(`${type}:-`),
    base64(`${type}:${'-'.repeat(36)}`),
    base64(`${type}:${'9'.repeat(40)}`),
    base64(`${type}:`),
  ]),
  encodeGlobalId('Order', uuid, true),
  uuid,
]
const sorts = ['PLACED_AT_DESC', 'DUE_AT_ASC', 'LATEST', 'SKU_ASC']
const cursorValues = [
  null,
  '',
  'x',
  'infinity',
  '-infinity',
  'now',
  '2026-13-45T00:00:00Z',
  '+300000-01-01T00:00:00.000Z',
  '\0',
  '\ud800',
  1,
  1e308,
  true,
  {},
  [],
]
const keyset = (sort: string, value: unknown, id: unknown) => base64(JSON.stringify([sort, value, id]))
const cursors = [
  ...sorts.flatMap((sort) => [
    ...cursorValues.map((value) => keyset(sort, value, uuid)),
    ...['-'.repeat(36), '', 7, null].map((id) => keyset(sort, '2026-11-20T10:00:00.000Z', id)),
  ]),
  ...['[]', '{}', 'null', '1', '"x"', '{"length":3}', '[[[]]]', '[', '\0'].map(base64),
  ...['p.1.999999999999999', 'p.9999999999.1', 'e.1.999999999999999', 'p.1.-1', 'p..', 's.999999999', 's.-1'].map(
    base64,
  ),
  ...[
    'GPC:S:x',
    'GPC:N:1',
    'GPC:N:x',
    'GPC:D:x',
    'GPC:D:8640000000000001',
    'GPC:J:',
    'GPC:J:[1,2]',
    'GPC:J:{"id":1}',
    'GPC:X:1',
    'GPC:S:\0',
    `GPC:S:${'-'.repeat(36)}`,
  ].flatMap((text) => [base64(text), Buffer.from(text).toString('base64')]),
]
const dates = [
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59-23:59',
  '0001-01-01T00:00:00+23:59',
  '+300000-01-01T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
]
const values: Record<string, unknown[]> = {
  String: texts,
  ID: [...texts, ...ids],
  Int: [-1, 0, 2_147_483_647, -2_147_483_648, 2_147_483_648, 1.5],
  Float: [1e308, -1e308, 5e-324],
  DateTime: [...dates, '', 'a\0b'],
  Date: ['0000-01-01', '9999-12-31', '2026-02-30', '+300000-01-01', ''],
  LocalTime: ['24:00', 'a\0b'],
  Decimal: ['9'.repeat(18), '-1', '0.000000000000000001', '1e9', 'a\0b'],
  CurrencyCode: ['ZZZ', 'a\0b'],
  CountryCode: ['ZZ', 'a\0b'],
  URL: ['https://a\0b', 'https://x'],
  JSON: [
    nested(33),
    nested(31),
    { 'a\0b': 1 },
    { a: '\0' },
    { a: '\ud800' },
    { __proto__: null, constructor: 1 },
    'x',
    1e308,
    [],
    null,
    { a: 'x'.repeat(200_000) },
  ],
  Boolean: [],
}

/** What the text of an argument is named like a date, a cursor, or an amount, is tried as one too. */
const valuesFor = ({ name, type }: ArgumentPosition): unknown[] => [
  ...(values[type] ?? []),
  ...(type === 'String' && /^(after|before)$/.test(name) ? cursors : []),
  ...(type === 'String' && /At$|By$|^notBefore$/.test(name) ? [...dates, '2026-11-20T10:00:00+99:99'] : []),
  ...(type === 'String' && /amount|price|tax|total|discount|captured|refunded|authorized|rate/i.test(name)
    ? ['9'.repeat(400), '-1', '1e9', 'NaN', 'Infinity', '1'.repeat(18), '0.0000000001', '٣']
    : []),
]

const own: Wanted = (name, type, path) => {
  const { shop } = world
  if (type === 'OrderKey') return { number: shop.number }
  if (type === 'ShipmentKey') return { number: path[0] === 'shipments' ? shop.planned : shop.shipmentNumber }
  if (type === 'LineKey') return { reference: '2' }
  if (name === 'reasonCode') return 'CUSTOMER_REQUEST'
  if (name === 'requestId') return shop.ids.CancellationRequest
  if (name === 'holdId') return shop.ids.Hold
  if (name === 'pushId') return shop.push
  if (name === 'sku') return 'MUG'
  if (name === 'warehouse') return 'north'
  if (name === 'sort' || type !== 'String') return undefined
  return name === 'channelKey' || name === 'channel' ? shop.channel : undefined
}

const refused = /^(INTERNAL_SERVER_ERROR|TIMEOUT|SERVICE_UNAVAILABLE)$/
function judge({ errors }: Answer, what: string): void {
  for (const { message, extensions } of errors ?? []) {
    expect(extensions?.code ?? '', `${what}: ${message}`).not.toMatch(refused)
    // What a variable's type does not take is refused by graphql-js, before there is a code.
    if (!/^Variable "\$/.test(message)) expect(extensions?.code, `${what}: ${message}`).toBeDefined()
    expect(message, what).not.toMatch(/select |prisma|pothos|invalid (input|byte)|sqlstate/i)
  }
}

const inLots = async <T>(all: readonly T[], work: (one: T) => Promise<void>) => {
  for (let from = 0; from < all.length; from += 8) await Promise.all(all.slice(from, from + 8).map(work))
}

const rootFields = (type: GraphQLObjectType | null | undefined, operation: string) =>
  Object.values(type?.getFields() ?? {}).map((field) => ({ name: field.name, field, operation }))
const roots: { name: string; field: GraphQLField<unknown, unknown>; operation: string }[] = [
  ...rootFields(schema.getQueryType(), 'query'),
  ...rootFields(schema.getMutationType(), 'mutation @dryRun'),
]

test.each(roots)(
  '$name answers whatever is sent into any of its arguments',
  async ({ field, operation }) => {
    for (const place of argumentPositions(field, own))
      await inLots(valuesFor(place), async (value) => {
        const variables = place.fill(value)
        const { body } = await server.post(documentOf(operation, field, Object.keys(variables)), variables)
        judge(body, `${place.path.join('.')} = ${JSON.stringify(value)?.slice(0, 80)}`)
      })
  },
  240_000,
)

/** The first thing that a stream says. */
async function opened(query: string, variables: object): Promise<Answer> {
  const leave = new AbortController()
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    signal: leave.signal,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${server.adminToken}`,
    },
    body: JSON.stringify({ query, variables }),
  })
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let data: string | undefined
  for (let chunk = await reader.read(); !chunk.done && data === undefined; chunk = await reader.read()) {
    text += decoder.decode(chunk.value, { stream: true })
    data = /^data: ?(\{.*\})$/m.exec(text)?.[1]
    if (data !== undefined) break
  }
  leave.abort()
  return JSON.parse(data ?? text)
}

test.each(rootFields(schema.getSubscriptionType(), 'subscription'))(
  'the stream $name opens or says why not',
  async ({ field }) => {
    for (const place of argumentPositions(field, own))
      await inLots(valuesFor(place), async (value) => {
        const variables = place.fill(value)
        judge(
          await opened(documentOf('subscription', field, Object.keys(variables)), variables),
          `${place.path.join('.')} = ${JSON.stringify(value)?.slice(0, 80)}`,
        )
      })
  },
  120_000,
)

const lists: [string, string, string][] = [
  ['Order', 'exceptions', 'nodes { __typename }'],
  ['Order', 'events', 'nodes { __typename }'],
  ['Order', 'ledger', 'nodes { __typename }'],
  ['Order', 'messages', 'nodes { __typename }'],
  ['Package', 'trackingEvents', 'nodes { __typename }'],
  ['Customer', 'orders', 'nodes { __typename }'],
  ['StockItem', 'movements', 'nodes { __typename }'],
]

test('every list under another object is tried', () => {
  const found = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !/^(Query|Mutation|Subscription|__)/.test(type.name)
      ? Object.values(type.getFields()).flatMap(({ name, args }) =>
          args.some((arg) => arg.name === 'after') ? [`${type.name}.${name}`] : [],
        )
      : [],
  )
  expect(found.sort()).toEqual(lists.map(([type, name]) => `${type}.${name}`).sort())
})

test.each(lists)(
  '%s.%s says what is wrong with a cursor or a size that it did not give',
  async (type, name, selection) => {
    const { stockItem } = (await server.post('{ stockItem(sku: "MUG") { id } }')).body.data
    const id = type === 'StockItem' ? stockItem.id : world.shop.ids[type]
    const ask = async (variables: object) => {
      const document = `query ($id: ID!, $first: Int, $last: Int, $after: String, $before: String) {
      node(id: $id) { ... on ${type} { ${name}(first: $first, last: $last, after: $after, before: $before) { ${selection} pageInfo { endCursor } } } } }`
      return (await server.post(document, { id, ...variables })).body
    }
    const forged = [...cursors, ...texts].filter((text) => text !== '')
    for (const side of ['after', 'before'])
      await inLots(forged, async (cursor) => {
        const body = await ask({ [side]: cursor })
        judge(body, `${side} = ${cursor.slice(0, 60)}`)
        if (!/^s\.\d+$/.test(Buffer.from(cursor, 'base64url').toString()))
          expect(body.errors?.[0]?.extensions?.code, cursor).toBe('BAD_USER_INPUT')
      })
    for (const sizes of [
      { first: -1 },
      { last: -1 },
      { first: 101 },
      { first: 2_147_483_647 },
      { first: 1, last: 1 },
    ]) {
      const body = await ask(sizes)
      judge(body, JSON.stringify(sizes))
      expect(body.errors, JSON.stringify(sizes)).toBeDefined()
    }
    const { data, errors } = await ask({ first: 1 })
    expect(errors).toBeUndefined()
    const cursor = data.node[name].pageInfo.endCursor
    if (cursor !== null) expect((await ask({ after: cursor })).errors).toBeUndefined()
  },
  60_000,
)

test.each([
  ['a NUL', 'a\0b'],
  ['half a surrogate pair', 'a\ud800'],
  ['nothing', ''],
  ['too many characters', 'x'.repeat(201)],
])('an idempotency key of %s is refused by name', async (_, key) => {
  const document =
    'mutation ($key: String!) { saveStockItem(item: { sku: "KEY" }) @idempotent(key: $key) { stockItem { sku } userErrors { code message } } }'
  const { body } = await server.post(document, { key })
  expect(body.errors).toBeUndefined()
  expect(body.data.saveStockItem).toMatchObject({
    stockItem: null,
    userErrors: [{ code: 'INVALID_INPUT', message: expect.stringContaining('idempotency key') }],
  })
})

test.each([
  ['a list 32 levels deep', `${'['.repeat(32)}${']'.repeat(32)}`],
  ['a number without end', '1e400'],
])('with an idempotency key %s, which no repeat can be compared with, is refused', async (_, evidence) => {
  const document = `mutation {
    raiseException(kind: MANUAL, summary: "Odd", evidence: ${evidence}) @idempotent(key: "odd") { userErrors { code message } } }`
  const { body } = await server.post(document)
  expect(body).toMatchObject({
    data: {
      raiseException: { userErrors: [{ code: 'INVALID_INPUT', message: expect.stringContaining('compared') }] },
    },
  })
})
