import type { WebSocket } from 'ws'
import { askGraphql, many } from '../harness/http.ts'
import { judge } from '../harness/judge.ts'
import { type ChannelName, channels, importMutation, orderInput, personalMark, type Shop } from '../harness/shop.ts'
import { openWith } from '../harness/socket.ts'
import { type Attack, type Finding, type Probe, Wrong } from '../probe.ts'
import { otherOf } from './known.ts'

// Executions, look-ups and answers of streams are shared between callers who ask the same at the same time. Everybody asks the
// same here, and everybody's answer is another.

function documentsOf({ orders }: Shop): string[] {
  const all = channels.flatMap((channel) => orders[channel])
  const ids = JSON.stringify(all.map(({ id }) => id))
  return [
    '{ viewer { channels { key name } } }',
    '{ orders(first: 20) { nodes { number reference tags buyerNote lines { title } } totalCount } }',
    `{ nodes(ids: ${ids}) { id ... on Order { number tags customer { name } } } }`,
    '{ channels { key name syncRuns { error } } orderCounts(by: CHANNEL) { key orders } }',
    '{ events(last: 20) { nodes { type ... on OrderEvent { order { number tags } changes { field before after } } } } }',
    '{ exceptions(first: 20) { nodes { summary order { number tags } } } }',
    '{ stockItems { nodes { movements(last: 5) { nodes { id } } } } }',
    ...all.map(
      ({ number }) =>
        `{ order(number: "${number}") { number tags shippingAddress { name } lines { title properties } shipments { number packages { trackingNumber } } } }`,
    ),
  ]
}

type Caller = 'operator' | 'reader' | ChannelName
const callers: readonly Caller[] = ['operator', 'reader', ...channels]

/** The mark that should not be in what this caller received. */
function astray(caller: Caller, text: string): string | undefined {
  const lower = text.toLowerCase()
  const mark = caller === 'operator' ? undefined : caller === 'reader' ? personalMark : otherOf(caller)
  return mark !== undefined && lower.includes(mark) ? mark : undefined
}

async function underLoad({ target, shop, random, short, deadline }: Attack): Promise<Finding> {
  const wrong = new Wrong()
  const documents = documentsOf(shop)
  const sockets: WebSocket[] = []
  let deliveries = 0
  for (const caller of [...callers, ...callers]) {
    const socket = await openWith(target, shop.tokens[caller])
    if (socket === undefined) continue
    sockets.push(socket)
    socket.on('message', (data: Buffer) => {
      deliveries += 1
      const mark = astray(caller, String(data))
      if (mark !== undefined) wrong.add(`a stream of ${caller} showed ${mark}: ${String(data).slice(0, 200)}`)
    })
    const query =
      'subscription { events { event { type ... on OrderEvent { order { number tags buyerNote customer { name } } changes { field before after } } } } }'
    socket.send(JSON.stringify({ id: 'a', type: 'subscribe', payload: { query } }))
  }
  const until = Math.min(deadline, Date.now() + (short ? 2_000 : 30_000))
  let own = 0
  const asking = many(
    1_000_000,
    32,
    async () => {
      const document = random.one(documents)
      // All at once, so that they meet in the same batch.
      await Promise.all(
        callers.map(async (caller) => {
          const answer = await askGraphql(target, shop.tokens[caller], document)
          judge(wrong, `${caller}: ${document.slice(0, 60)}`, answer)
          const mark = astray(caller, answer.text)
          if (mark !== undefined)
            wrong.add(`${caller} received ${mark} by ${document.slice(0, 60)}: ${answer.text.slice(0, 200)}`)
          if (caller !== 'operator' && caller !== 'reader' && answer.text.includes(caller)) own += 1
        }),
      )
    },
    until,
  )
  const writing = many(
    1_000_000,
    2,
    async (n) => {
      const channel = channels[n % 2]!
      const answer = await askGraphql(target, shop.tokens[channel], importMutation, { orders: [orderInput(channel)] })
      judge(wrong, `an import of ${channel}`, answer)
      if (astray(channel, answer.text) !== undefined || !answer.text.includes('"created":1'))
        wrong.add(`an import of ${channel}: ${answer.text.slice(0, 200)}`)
    },
    until,
  )
  const [tried] = await Promise.all([asking, writing])
  for (const socket of sockets) socket.terminate()
  if (own === 0 || deliveries === 0)
    wrong.add(`nobody received anything: ${own} answers with the caller's own mark, ${deliveries} deliveries`)
  return { tried: tried * callers.length, note: `${deliveries} deliveries`, wrong: wrong.all() }
}

export const markProbes: readonly Probe[] = [
  {
    name: 'marks-under-load',
    promise: 'Callers who ask the same at the same time get each their own answer.',
    short: true,
    seconds: 60,
    run: underLoad,
  },
]
