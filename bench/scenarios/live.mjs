import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startChild } from '../harness/children.mjs'
import { newestNode } from '../harness/node.mjs'
import { startPeer, token } from '../harness/servers.mjs'
import { counted, drained, skus } from '../harness/shop.mjs'
import { median } from '../server.mjs'

const subscription = `subscription { stockEvents(warehouses: ["main"]) { cursor live event { id type occurredAt
  ... on StockEvent { sku level { available committed } } } } }`
export const ours = {
  protocol: 'graphql-transport-ws',
  hello: JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }),
  subscribe: JSON.stringify({ id: '1', type: 'subscribe', payload: { query: subscription } }),
  marker: 'STOCK_MOVED',
}
export const sizes = [1_000, 5_000]
/** Messages of a burst times subscribers. */
export const deliveries = 100_000

/** Sockets in a process of their own; `expect` starts to wait, and what it gives ends when all has arrived. */
export async function listen(options) {
  const script = fileURLToPath(new URL('../harness/listeners.mjs', import.meta.url))
  const child = startChild(newestNode, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const read = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error('the listeners ended before everything had arrived: see above')
    return JSON.parse(value)
  }
  child.stdin.write(`${JSON.stringify(options)}\n`)
  await read()
  return {
    expect(number) {
      child.stdin.write(`${number}\n`)
      return read()
    },
    stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.stdin.end()
      return ended
    },
  }
}

/** One burst to all listeners: deliveries a second from the publishing on, and processor time of the server for each. */
export async function burst(server, listeners, number, publish) {
  const arrived = listeners.expect(number)
  const before = server.cpu()
  const began = Date.now()
  await publish()
  const { at, sample } = await arrived
  return { rate: number / ((at - began) / 1000), cpu: ((server.cpu() - before) * 1_000_000) / number, sample }
}

/** Everyone listens to one topic over graphql-transport-ws, beside bare ws that sends the same bytes to as many. */
export async function liveScenario({ shop, rounds }) {
  const server = await shop()
  const bare = await startPeer({ name: 'bare ws', script: '../peers/broadcast.mjs', path: '/', probe: '{}' }, {})
  const rows = [
    [
      'subscribers',
      'Crossdock, deliveries a second',
      'bare ws',
      'ratio',
      'Crossdock, processor for a delivery',
      'bare ws',
      'ratio',
    ],
  ]
  let amount = 1_000_000
  try {
    for (const count of sizes) {
      const messages = deliveries / count
      const some = skus.slice(0, messages)
      const theirs = await listen({ url: `ws://127.0.0.1:${bare.port}/`, count, marker: ours.marker })
      const mine = await listen({ url: `ws://127.0.0.1:${server.port}/graphql`, count, ...ours })
      const seen = { mine: [], theirs: [] }
      for (let round = -1; round < rounds; round++) {
        await drained(server)
        const here = await burst(server, mine, deliveries, () => counted(server, some, ++amount))
        const body = JSON.stringify({ messages: some.map(() => here.sample) })
        const there = await burst(bare, theirs, deliveries, () => bare.ask(body))
        if (round < 0) continue // to warm up
        seen.mine.push(here)
        seen.theirs.push(there)
      }
      await Promise.all([mine.stop(), theirs.stop()])
      const [a, b] = [seen.mine, seen.theirs].map((runs) => ({
        rate: median(runs.map(({ rate }) => rate)),
        cpu: median(runs.map(({ cpu }) => cpu)),
      }))
      const micro = (value) => `${value.toFixed(1)} µs`
      const ratio = (one, other) => (one / other).toFixed(2)
      rows.push([
        count.toLocaleString('en'),
        a.rate.toFixed(0),
        b.rate.toFixed(0),
        ratio(a.rate, b.rate),
        micro(a.cpu),
        micro(b.cpu),
        ratio(a.cpu, b.cpu),
      ])
    }
  } finally {
    await bare.stop()
  }
  return {
    about: `Bursts of ${deliveries.toLocaleString('en')} deliveries on one topic; medians of ${rounds} interleaved rounds. The listeners are one process on the same machine; the rate is theirs as much as the server's, the processor time is the server's alone, its writes, log and worker included.`,
    rows,
    wanted: [],
  }
}
