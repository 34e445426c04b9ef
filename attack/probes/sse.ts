import { request } from 'node:http'
import { ask, askGraphql, many } from '../harness/http.ts'
import { loopback, type Target } from '../harness/target.ts'
import { type Attack, type Finding, modest, type Probe, Wrong } from '../probe.ts'

/** A subscriber whose client is gone is gone within this. */
const FORGOTTEN_MS = 10_000
/** The first bytes of a stream, or its refusal, come within this. */
const FIRST_BYTES_MS = 2_000

/** Open subscriptions, as the server's own metrics say. */
async function streams(target: Target): Promise<number> {
  const { text } = await ask(target, { method: 'GET', path: '/metrics', token: target.adminToken })
  return Number(/^crossdock_streams (\d+)/m.exec(text)?.[1] ?? Number.NaN)
}

const subscription = JSON.stringify({ query: 'subscription { events { cursor } }' })

/** Clients of server-sent events that leave in their first milliseconds. */
async function leaving({ target, shop, random, short, deadline }: Attack): Promise<Finding> {
  const before = await streams(target)
  const tried = await many(
    short ? 200 : 1_500,
    20,
    async () => {
      const leavesAfterMs = random.below(6)
      await new Promise<void>((resolve) => {
        const sent = request({
          host: loopback,
          port: target.port,
          agent: false,
          method: 'POST',
          path: '/graphql',
          headers: {
            authorization: `Bearer ${shop.tokens.reader}`,
            'content-type': 'application/json',
            accept: 'text/event-stream',
            'content-length': subscription.length,
          },
        })
        sent.on('error', () => {})
        sent.on('response', (response) => response.on('error', () => {}).resume())
        sent.once('close', resolve)
        sent.end(subscription)
        setTimeout(() => sent.destroy(), leavesAfterMs)
      })
    },
    deadline,
  )
  const until = Date.now() + FORGOTTEN_MS
  let after = await streams(target)
  while (after > before && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    after = await streams(target)
  }
  const wrong =
    after > before
      ? [`${after - before} of ${tried} subscribers are still there ${FORGOTTEN_MS / 1_000} s after their clients left`]
      : []
  return { tried, wrong }
}

/** What a POST of a subscription gets for each Accept. */
async function accepting({ target, shop }: Attack): Promise<Finding> {
  const wrong = new Wrong()
  const streaming = [
    '*/*',
    undefined,
    'text/event-stream',
    'Text/Event-Stream',
    'text/*',
    'application/json, text/event-stream',
  ]
  for (const accept of streaming) {
    const first = await firstBytes(target, shop.tokens.reader, accept)
    if (first.status !== 200 || first.bytes === 0)
      wrong.add(
        `Accept ${accept ?? '(none)'}: status ${first.status}, ${first.bytes} bytes within ${FIRST_BYTES_MS} ms`,
      )
  }
  const refused = await askGraphql(
    target,
    shop.tokens.reader,
    'subscription { events { cursor } }',
    {},
    { headers: { accept: 'application/json' }, deadlineMs: FIRST_BYTES_MS },
  )
  if (refused.status !== 406) wrong.add(`Accept application/json: status ${refused.status} in place of 406`)
  return { tried: streaming.length + 1, wrong: wrong.all() }
}

function firstBytes(
  target: Target,
  token: string,
  accept: string | undefined,
): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve) => {
    const sent = request({
      host: loopback,
      port: target.port,
      agent: false,
      method: 'POST',
      path: '/graphql',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': subscription.length,
        ...(accept === undefined ? {} : { accept }),
      },
    })
    let status = 0
    const give = (bytes: number) => {
      resolve({ status, bytes })
      sent.destroy()
    }
    const late = setTimeout(() => give(0), FIRST_BYTES_MS)
    sent.on('error', () => give(0))
    sent.on('response', (response) => {
      status = response.statusCode ?? 0
      response.on('error', () => {})
      response.once('data', (part: Buffer) => {
        clearTimeout(late)
        give(part.length)
      })
      response.once('end', () => give(0))
    })
    sent.end(subscription)
  })
}

export const sseProbes: readonly Probe[] = [
  {
    name: 'sse-leaving',
    promise: 'A subscriber ends with its client, however soon that leaves.',
    short: true,
    seconds: 60,
    bounds: modest,
    run: leaving,
  },
  {
    name: 'sse-accept',
    promise: 'A POST of a subscription that accepts a stream gets it at once; one that accepts only JSON gets 406.',
    short: true,
    seconds: 20,
    run: accepting,
  },
]
