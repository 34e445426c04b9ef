import type { GraphQLField } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { orderNumber } from '#domain/values/order-number'
import { encodeGlobalId } from '#schema/global-id'
import { buildSchema } from '#server/graph'
import { freshId } from '#store/fresh-id'
import { type ArgumentPosition, argumentPositions, documentOf, type Wanted } from '../support/argument-values.ts'
import { startServer } from '../support/server.ts'
import { type TwoChannels, twoChannels } from '../support/two-channels.ts'

// Whoever guesses a key must not learn from the answer whether it is somebody's.

const server = await startServer()
const schema = buildSchema()
let world: TwoChannels
let token: string

beforeAll(async () => {
  world = await twoChannels(async (document, variables) => {
    const { body } = await server.post(document, variables)
    if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors))
    return body.data
  })
  token = await server.token('connector', 'shop')
}, 60_000)

type Pair = [foreign: unknown, missing: unknown]

/** Keys of the market, each with one of the same form that nobody has. */
function pairsFor({ type, name }: ArgumentPosition): Pair[] {
  const { market } = world
  if (type === 'ID')
    return [
      ...Object.entries(market.ids).map(([typename, id]): Pair => [id, missingId(typename)]),
      [market.push, freshId()],
    ]
  if (type !== 'String' || !/number|reference|value|channel|system|tracking/i.test(name)) return []
  return [
    [market.number, orderNumber(9_999_999)],
    [market.shipmentNumber, `${orderNumber(9_999_999)}-1`],
    [market.trackingNumber, 'TRACK-nobody'],
    [market.payment, 'PAY-nobody'],
    ['ORDER-market', 'ORDER-nobody'],
    ['market', 'nobody'],
  ]
}
const missingId = (typename: string) => encodeGlobalId(typename, typename.endsWith('Event') ? '999999999' : freshId())

/** What the connector has of its own, so that a call comes as far as the key in question; references are of one kind at a time. */
const own =
  (reference: { system: string; kind: string }): Wanted =>
  (name, type, path) => {
    const { shop } = world
    if (type === 'OrderKey') return { number: shop.number }
    if (type === 'ShipmentKey') return { number: path[0] === 'shipments' ? shop.planned : shop.shipmentNumber }
    if (type === 'LineKey') return { reference: '2' }
    if (name === 'system') return reference.system
    if (type === 'ReferenceKind') return reference.kind
    if (name === 'reasonCode') return 'CUSTOMER_REQUEST'
    if (name === 'requestId') return shop.ids.CancellationRequest
    if (name === 'holdId') return shop.ids.Hold
    if (name === 'pushId') return shop.push
    return name === 'channelKey' ? shop.channel : undefined
  }
const references = [
  { system: 'stripe', kind: 'PAYMENT' },
  { system: 'market', kind: 'CHANNEL_ORDER' },
]

interface Case {
  name: string
  field: GraphQLField<unknown, unknown>
  operation: string
}
const cases: Case[] = [
  ...Object.values(schema.getQueryType()!.getFields()).map((field) => ({
    name: field.name,
    field,
    operation: 'query',
  })),
  ...Object.values(schema.getMutationType()!.getFields()).map((field) => ({
    name: field.name,
    field,
    operation: 'mutation @dryRun',
  })),
]

const answerOf = async (document: string, variables: object, keys: Pair) => {
  const { body } = await server.post(document, variables, token)
  for (const { message, extensions } of body.errors ?? [])
    expect(extensions?.code, `${document}: ${message}`).toMatch(/^(FORBIDDEN|BAD_USER_INPUT|INVALID_CURSOR)$/)
  return keys.reduce((text: string, key) => text.replaceAll(String(key), 'KEY'), JSON.stringify(body))
}

let tried = 0
test.each(cases)(
  '$name answers alike for what is not yours and for what is not there',
  async ({ field, operation }) => {
    for (const reference of references) {
      for (const place of argumentPositions(field, own(reference))) {
        if (reference !== references[0] && place.name !== 'value') continue
        for (const [foreign, missing] of pairsFor(place)) {
          const [theirs, nobodys] = [place.fill(foreign), place.fill(missing)]
          const document = documentOf(operation, field, Object.keys(theirs))
          const answers = await Promise.all([
            answerOf(document, theirs, [foreign, missing]),
            answerOf(document, nobodys, [foreign, missing]),
          ])
          expect(answers[0], `${place.path.join('.')}: ${String(foreign)}`).toBe(answers[1])
          tried += 1
        }
      }
    }
  },
  120_000,
)

test('every key was tried', () => {
  expect(tried).toBeGreaterThan(500)
})
