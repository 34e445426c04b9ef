import type { GraphQLField, GraphQLInputType } from 'graphql'
import { type Answer, ask, many, must } from '../harness/http.ts'
import { judge } from '../harness/judge.ts'
import type { Random } from '../harness/random.ts'
import { mutated, randomDocument, randomValue } from '../harness/random-document.ts'
import { schemaOf } from '../harness/schema.ts'
import { bytesOf, closesWithin, frame, openSocket, openWith, randomFrame, text } from '../harness/socket.ts'
import { type Attack, type Finding, modest, type Probe, Wrong } from '../probe.ts'

/** Lone surrogates are sent as escapes, as JSON allows. */
const send = ({ target, shop }: Attack, body: string): Promise<Answer> =>
  ask(target, { token: shop.tokens.operator, body })

async function documents(attack: Attack): Promise<Finding> {
  const { target, random, short, deadline } = attack
  const schema = await schemaOf(target)
  const wrong = new Wrong()
  const tried = await many(
    short ? 400 : 8_000,
    8,
    async (n) => {
      const valid = randomDocument(random, schema)
      const query = n % 3 === 0 ? valid : mutated(random, valid)
      judge(wrong, query.slice(0, 300), await send(attack, JSON.stringify({ query })))
    },
    deadline,
  )
  return { tried, wrong: wrong.all() }
}

/** A question of the root with all its arguments as variables. */
function withVariables(kind: string, field: GraphQLField<unknown, unknown>): string {
  const declared = field.args.map(({ name, type }) => `$${name}: ${type}`).join(', ')
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(', ')
  return `${kind} (${declared}) { ${field.name}(${given}) { __typename } }`
}

async function variables(attack: Attack): Promise<Finding> {
  const { target, random, short, deadline } = attack
  const schema = await schemaOf(target)
  const wrong = new Wrong()
  const roots = [
    ...Object.values(schema.getQueryType()?.getFields() ?? {}).map((field) => ['query', field] as const),
    ...Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => ['mutation', field] as const),
  ].filter(([, { args }]) => args.length > 0)
  const tried = await many(
    short ? 400 : 8_000,
    8,
    async (n) => {
      const [kind, field] = roots[n % roots.length]!
      const values = Object.fromEntries(
        field.args.map(({ name, type }) => [name, randomValue(random, type as GraphQLInputType)]),
      )
      judge(
        wrong,
        `${field.name} ${JSON.stringify(values).slice(0, 250)}`,
        await send(attack, JSON.stringify({ query: withVariables(kind, field), variables: values })),
      )
    },
    deadline,
  )
  return { tried, wrong: wrong.all() }
}

/** A cursor with something in it changed, inside or outside of its encoding. */
function forged(random: Random, cursor: string): string {
  if (random.next() < 0.3) return mutated(random, cursor)
  const inside = Buffer.from(cursor, 'base64url').toString()
  const odd = [
    'null',
    '[]',
    '{}',
    '"x"',
    '1e999',
    '-1',
    '"9999-99-99T99:99:99Z"',
    '"\\u0000"',
    '[[[[]]]]',
    '99999999999999999999',
    'true',
  ]
  const changed = random.next() < 0.5 ? inside.replace(/"[^"]*"|-?\d+/, () => random.one(odd)) : mutated(random, inside)
  const whole = random.next() < 0.1 ? random.bytes(random.below(60)) : Buffer.from(changed)
  return whole.toString(random.next() < 0.8 ? 'base64url' : 'base64')
}

async function cursors(attack: Attack): Promise<Finding> {
  const { target, shop, random, short, deadline } = attack
  const wrong = new Wrong()
  const sorts = ['PLACED_AT_DESC', 'SHIP_BY_ASC', 'UPDATED_AT_DESC']
  const lists = ['orders', 'shipments', 'exceptions', 'events', 'stockItems']
  const nested = ['lines', 'events', 'ledger', 'messages', 'exceptions']
    .slice(1)
    .map(
      (name) =>
        `nodes(ids: ["${shop.orders.alphamark[1]?.id}"]) { ... on Order { ${name}(after: $c) { pageInfo { endCursor } } } }`,
    )
  const real: string[] = []
  for (const list of lists) {
    const page = await must(target, shop.tokens.admin, `{ ${list}(first: 2) { pageInfo { startCursor endCursor } } }`)
    real.push(page[list].pageInfo.startCursor, page[list].pageInfo.endCursor)
  }
  real.push(shop.begin)
  const questions = [
    ...lists.flatMap((list) =>
      ['after', 'before'].map(
        (side) =>
          `query ($c: String) { ${list}(${side === 'after' ? 'first' : 'last'}: 2, ${side}: $c) { pageInfo { endCursor } totalCount } }`,
      ),
    ),
    ...sorts.map((sort) => `query ($c: String) { orders(first: 2, after: $c, sort: ${sort}) { nodes { id } } }`),
    ...nested.map((each) => `query ($c: String) { ${each} }`),
  ].map((query) =>
    query.includes('events(first') || query.includes('events(last') ? query.replace(' totalCount', '') : query,
  )
  const tried = await many(
    short ? 300 : 6_000,
    8,
    async () => {
      const query = random.one(questions)
      const c = forged(random, random.one(real.filter(Boolean)))
      const answer = await send(attack, JSON.stringify({ query, variables: { c } }))
      judge(
        wrong,
        `${query.slice(0, 80)} ${JSON.stringify(c)} = ${Buffer.from(c, 'base64url').toString().slice(0, 100)}`,
        answer,
      )
    },
    deadline,
  )
  const streams = short ? 20 : 200
  await many(
    streams,
    4,
    async () => {
      const after = forged(random, shop.begin)
      const body = JSON.stringify({
        query: 'subscription ($after: String) { events(after: $after) { cursor } }',
        variables: { after },
      })
      const socket = await openWith(target, shop.tokens.reader)
      socket?.on('message', (data: Buffer) => {
        if (data.includes('INTERNAL_SERVER_ERROR'))
          wrong.add(`a stream after ${JSON.stringify(after)}: ${String(data).slice(0, 200)}`)
      })
      socket?.send(`{"id":"a","type":"subscribe","payload":${body}}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
      socket?.terminate()
    },
    deadline,
  )
  return { tried: tried + streams, wrong: wrong.all() }
}

/** Messages of the protocol, and frames below it, that may be anything; before and after the acknowledgement. */
async function frames({ target, shop, random, short, deadline }: Attack): Promise<Finding> {
  const wrong = new Wrong()
  const messages = ['connection_init', 'subscribe', 'next', 'complete', 'ping', 'pong', 'error', 'connection_ack', 'x']
  const tried = await many(
    short ? 60 : 1_500,
    10,
    async (n) => {
      const socket = n % 2 === 0 ? await openSocket(target) : await openWith(target, shop.tokens.reader)
      if (socket === undefined) return
      socket.on('message', (data: Buffer) => {
        if (data.includes('INTERNAL_SERVER_ERROR')) wrong.add(String(data).slice(0, 250))
      })
      for (let m = 0; m < 8; m += 1) {
        const id = random.one(['a', 'a', 'b', '', 'x'.repeat(2_000)])
        const payload = random.one<unknown>([
          undefined,
          null,
          {},
          { query: '{ __typename }' },
          { query: 'subscription { events { cursor } }' },
          { query: 1 },
          { query: '{', variables: [] },
          { query: '{ viewer { role } }', operationName: 'No' },
          'x',
          [1],
        ])
        const sent =
          random.next() < 0.5
            ? randomFrame(random)
            : text(
                random.next() < 0.8
                  ? { id, type: random.one(messages), payload }
                  : mutated(random, JSON.stringify({ id, type: 'subscribe', payload })),
              )
        bytesOf(socket)?.write(frame(sent))
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
      socket.close()
      if (!(await closesWithin(socket, 6_000))) wrong.add('a socket did not close when it was asked to')
    },
    deadline,
  )
  return { tried, wrong: wrong.all() }
}

export const fuzzProbes: readonly Probe[] = [
  {
    name: 'fuzz-documents',
    promise: 'Every document has an answer of its own, never INTERNAL_SERVER_ERROR.',
    short: true,
    seconds: 90,
    bounds: modest,
    run: documents,
  },
  {
    name: 'fuzz-variables',
    promise: 'Every variable has an answer of its own, never INTERNAL_SERVER_ERROR.',
    short: true,
    seconds: 90,
    bounds: modest,
    run: variables,
  },
  {
    name: 'fuzz-cursors',
    promise: 'A forged cursor is refused as one.',
    short: true,
    seconds: 60,
    bounds: modest,
    run: cursors,
  },
  {
    name: 'fuzz-frames',
    promise: 'Frames of any kind neither end the process nor fail in it.',
    short: true,
    seconds: 60,
    bounds: modest,
    run: frames,
  },
]
