import { setTimeout as pause } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import { askGraphql, must } from '../harness/http.ts'
import { judge } from '../harness/judge.ts'
import { importMutation, orderInput, type Shop } from '../harness/shop.ts'
import { openWith } from '../harness/socket.ts'
import type { Target } from '../harness/target.ts'
import { type Attack, type Finding, modest, type Probe, Wrong } from '../probe.ts'

/** An answer is stopped at 16 MB; a little more for what JSON adds. */
const LARGEST_ANSWER = 17_000_000

const full = new WeakMap<Target, Promise<string[]>>()

/** Ids of a hundred orders of many lines, made once per target. */
function fullOrders(target: Target, { tokens }: Shop, short: boolean): Promise<string[]> {
  const known = full.get(target)
  if (known !== undefined) return known
  const make = async () => {
    const ids: string[] = []
    for (let batch = 0; batch < 10; batch += 1) {
      const orders = Array.from({ length: 10 }, () => orderInput('alphamark', {}, short ? 20 : 200))
      const { importOrders } = await must(target, tokens.admin, importMutation, { orders })
      ids.push(...importOrders.results.map(({ order }: { order: { id: string } }) => order.id))
    }
    return ids
  }
  const made = make()
  full.set(target, made)
  return made
}

const lines = 'number lines { id reference sku title quantity open channelSku total { amount currencyCode } }'

/** Many aliases of a field whose answer is large. */
async function aliases({ target, shop, short }: Attack): Promise<Finding> {
  const wrong = new Wrong()
  const ids = await fullOrders(target, shop, short)
  const documents = [1, 5, 10, 25].map(
    (count) =>
      `query ($ids: [ID!]!) { ${Array.from({ length: count }, (_, n) => `a${n}: nodes(ids: $ids) { ... on Order { ${lines} } }`).join(' ')} }`,
  )
  documents.push(
    `{ ${Array.from({ length: 15 }, (_, n) => `a${n}: orders(first: 100) { nodes { ${lines} } }`).join(' ')} }`,
  )
  documents.push(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { ${lines} channel { name } shipments { order { ${lines} } } events(first: 100) { nodes { id } } } } }`,
  )
  let largest = 0
  for (const document of documents) {
    const answer = await askGraphql(target, shop.tokens.operator, document, document.includes('$ids') ? { ids } : {})
    judge(wrong, document.slice(0, 60), answer)
    largest = Math.max(largest, answer.bytes)
  }
  if (largest > LARGEST_ANSWER) wrong.add(`an answer of ${Math.round(largest / 1e6)} MB`)
  return { tried: documents.length, note: `largest answer ${(largest / 1e6).toFixed(1)} MB`, wrong: wrong.all() }
}

/** What a real dashboard asks for has to go through. */
async function dashboard({ target, shop }: Attack): Promise<Finding> {
  const wrong = new Wrong()
  const document = `{ orders(first: 100) { nodes { number status lines { sku quantity } shipments { number packages { trackingNumber } } exceptions(first: 5, statuses: [OPEN]) { nodes { kind summary } } } } }`
  for (let n = 0; n < 5; n += 1) {
    const answer = await askGraphql(target, shop.tokens.reader, document)
    judge(wrong, 'the dashboard', answer)
    if (answer.status !== 200 || answer.text.includes('"errors"'))
      wrong.add(`the dashboard is refused: ${answer.text.slice(0, 200)}`)
  }
  return { tried: 5, wrong: wrong.all() }
}

/** Subscriptions of one reader, each with a document of its own, and events for all of them. */
async function manyStreams({ target, shop, short, deadline }: Attack): Promise<Finding> {
  const wrong = new Wrong()
  const sockets: WebSocket[] = []
  let delivered = 0
  const wanted = short ? 150 : 1_000
  for (let n = 0; n < wanted && Date.now() < deadline; n += 1) {
    if (n % 40 === 0) {
      const socket = await openWith(target, shop.tokens.reader)
      if (socket === undefined) break
      sockets.push(socket)
      socket.on('message', (data: Buffer) => {
        if (data.includes('"next"')) delivered += 1
        if (data.includes('INTERNAL_SERVER_ERROR')) wrong.add(String(data))
      })
    }
    const query = `subscription { events { c${n % 20}: cursor event { x${n}: id ... on OrderEvent { order { number ${lines.slice(7)} shipments { number packages { trackingNumber } } } } } } }`
    sockets.at(-1)?.send(JSON.stringify({ id: `s${n}`, type: 'subscribe', payload: { query } }))
  }
  await pause(short ? 200 : 2_000)
  const numbers = shop.orders.alphamark.map(({ number }) => number)
  for (let n = 0; n < (short ? 2 : 5); n += 1) {
    await askGraphql(
      target,
      shop.tokens.admin,
      'mutation ($n: String!, $m: MessageInput!) { recordMessage(order: { number: $n }, message: $m) { userErrors { code } } }',
      {
        n: numbers[n % numbers.length],
        m: { reference: `stream ${n} ${Date.now()}`, direction: 'INBOUND', body: 'x', sentAt: '2026-11-20T10:00:00Z' },
      },
    )
    await pause(short ? 200 : 2_000)
  }
  for (const socket of sockets) socket.terminate()
  return { tried: wanted, note: `${delivered} deliveries`, wrong: wrong.all() }
}

export const answerProbes: readonly Probe[] = [
  {
    name: 'answers-dashboard',
    promise: 'A hundred orders with lines, shipments, packages and open exceptions are one request.',
    short: true,
    seconds: 20,
    bounds: { grownMb: modest.grownMb, stallMs: modest.stallMs },
    run: dashboard,
  },
  {
    name: 'answers-aliases',
    promise: 'An answer is stopped at 100,000 objects or 16 MB, and what it may cost is charged before.',
    short: true,
    seconds: 90,
    bounds: modest,
    run: aliases,
  },
  {
    name: 'streams-distinct',
    promise: 'One event for a thousand different subscriptions of one reader does not hold the loop.',
    short: true,
    seconds: 60,
    bounds: modest,
    run: manyStreams,
  },
]
