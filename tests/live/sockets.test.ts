import { randomUUID } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, test } from 'vitest'
import { startServer } from '../support/server.ts'
import { type Client, type Connect, overSse, overWebSocket } from './clients.ts'
import { failOver, makeSubjects, seeded, until, writeEvents } from './support.ts'

const server = await startServer()
const { log, store } = server.runtime
let token: string
let subjects: string[]
beforeAll(async () => {
  token = await server.token('operator')
  subjects = await makeSubjects(store.pool, 20)
  const warehouse =
    'mutation { saveWarehouse(warehouseKey: "w", name: "W", kind: OWN, timeZone: "UTC") { userErrors { message } } }'
  const item = 'mutation { saveStockItem(item: { sku: "A" }) { userErrors { message } } }'
  for (const document of [warehouse, item]) expect((await server.post(document)).body.errors).toBeUndefined()
})

/** Transactions of each writer. */
const transactions = 30

const positionOf = (cursor: string): number => Number(Buffer.from(cursor, 'base64url').toString().split('.')[2])

interface Followed {
  positions: number[]
  cuts: number
}

/** Follows over the network and is cut off at random moments; resumes with its last cursor. */
async function follow(
  connect: Connect,
  from: string,
  random: () => number,
  isOver: (position: number) => boolean,
): Promise<Followed> {
  const positions: number[] = []
  let cuts = 0
  let after = from
  while (!isOver(positionOf(after))) {
    const client: Client = await connect(
      server.url,
      token,
      'subscription($after: String) { events(after: $after) { cursor live event { type } } }',
      {
        after,
      },
    )
    const end = setTimeout(() => client.cut(), 50 + random() * 800)
    for (;;) {
      const told = await client.next()
      if (told === undefined) break
      after = told.cursor
      if (told.event !== null) positions.push(positionOf(told.cursor))
      if (isOver(positionOf(after))) break
    }
    clearTimeout(end)
    client.cut()
    cuts += 1
  }
  return { positions, cuts }
}

const adjust = (dry: boolean) =>
  server.post(
    `mutation${dry ? ' @dryRun' : ''} { adjustStock(reason: "CORRECTION", adjustments: [{ sku: "A", warehouse: "w", delta: 1 }]) { userErrors { message } } }`,
    {},
    token,
  )

describe('50 clients that are cut off and resume while 16 writers write and some roll back', () => {
  test('each received every event once, in order, over WebSocket and SSE', async () => {
    const random = seeded(3)
    const from = (await server.post('{ eventLog { head } }')).body.data.eventLog.head as string
    let last = Number.POSITIVE_INFINITY
    const clients = Array.from({ length: 50 }, (_, index) =>
      follow(index % 5 === 0 ? overSse : overWebSocket, from, seeded(index), (position) => position >= last),
    )
    let dryRuns = 0
    await Promise.all(
      Array.from({ length: 16 }, async (_, writer) => {
        for (let n = 0; n < transactions; n++) {
          if (writer < 4) {
            const dry = random() < 0.3
            const { body } = await adjust(dry)
            expect(body.errors).toBeUndefined()
            if (dry) dryRuns += 1
          } else {
            const subject = subjects[Math.floor(random() * subjects.length)]!
            await writeEvents(store.pool, { subject, events: 1 + Math.floor(random() * 3), rollBack: random() < 0.15 })
            log.nudge()
          }
          await new Promise((done) => setTimeout(done, 20 + random() * 60))
        }
      }),
    )
    await log.advanced()
    last = log.head
    await adjust(false)
    const followed = await Promise.all(clients)
    const expected = Array.from({ length: last - positionOf(from) }, (_, index) => positionOf(from) + 1 + index)
    for (const { positions } of followed) expect(positions.filter((position) => position <= last)).toEqual(expected)
    expect(expected.length).toBeGreaterThan(16 * transactions)
    expect(dryRuns).toBeGreaterThan(0)
    expect(followed.reduce((cuts, each) => cuts + each.cuts, 0)).toBeGreaterThan(100)
    await until(() => log.live.subscribers === 0, 'the server noticed that everyone is gone')
  }, 90_000)
})

const garbageCollected = (): number => {
  setFlagsFromString('--expose_gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

describe.each([
  ['WebSocket', overWebSocket],
  ['SSE', overSse],
])('a client that stops reading, over %s', (_, connect) => {
  const count = 8_000
  const document = `subscription($after: String) { events(after: $after) { cursor live event { changes { field after } } } }`

  test('costs nothing, keeps nobody waiting, and receives everything when it reads again', async () => {
    await log.advanced()
    const from = log.head
    const [sleeper, awake] = await Promise.all([
      connect(server.url, token, document, {}),
      overWebSocket(server.url, token, document, {}),
    ])
    await Promise.all([sleeper.next(), awake.next()])
    sleeper.pause()
    const before = garbageCollected()
    for (let written = 0; written < count; written += 1_000) {
      await store.pool.query(
        `insert into event ("type", "occurredAt", "actor", "changes")
         select 'ORDER_UPDATED', now(), '{"id":"x","kind":"SYSTEM","name":null}', jsonb_build_array(jsonb_build_object('field', 'buyerNote', 'before', null,
           'after', repeat('x', 4000))) from generate_series(1, 1000)`,
      )
      await log.advanced()
    }
    for (let position = from + 1; position <= from + count; position++) {
      const told = await awake.next()
      if (told?.event === null) position -= 1
      else expect(positionOf(told!.cursor)).toBe(position)
    }
    // What it did not receive is not held for it: it stands far behind, and 32 MB for it lie in no memory of ours.
    expect(log.live.slowest).toBeLessThan(from + count * 0.75)
    expect(garbageCollected() - before).toBeLessThan(20_000_000)

    sleeper.resume()
    let position = from
    while (position < from + count) {
      const told = await sleeper.next()
      if (told?.event === null) continue
      position += 1
      expect(positionOf(told!.cursor)).toBe(position)
    }
    sleeper.cut()
    awake.cut()
    await until(() => log.live.subscribers === 0, 'the server noticed that both are gone')
  }, 90_000)
})

describe('a paused client that is cut off', () => {
  test('is let go', async () => {
    const client = await overWebSocket(server.url, token, 'subscription { events { cursor event { id } } }', {})
    await client.next()
    client.pause()
    await writeEvents(store.pool, { subject: subjects[0]!, events: 500 })
    await log.advanced()
    client.cut()
    await until(() => log.live.subscribers === 0, 'the server noticed')
  })
})

describe('a stream of a transport', () => {
  test('that delivered what a fail-over lost is notified: WebSocket and SSE', async () => {
    const document = 'subscription { events { cursor event { id } } }'
    const clients = await Promise.all([overWebSocket, overSse].map((each) => each(server.url, token, document, {})))
    const told = async (client: Client, events: number) => {
      for (let seen = 0; seen < events; ) if ((await client.next())?.event) seen += 1
    }
    await Promise.all(clients.map((client) => client.next()))
    await writeEvents(store.pool, { subject: subjects[0]!, events: 5 })
    await log.advanced()
    await Promise.all(clients.map((client) => told(client, 5)))
    await failOver(store.pool, 3)
    await log.advanced()
    for (const client of clients) {
      expect(await client.next()).toBeUndefined()
      expect(client.failure()).toBe('CURSOR_EXPIRED')
      client.cut()
    }
  })

  test.each([
    ['WebSocket', overWebSocket],
    ['SSE', overSse],
  ])('shows a board at once and after a change: %s', async (_, connect) => {
    const client = await connect(server.url, token, 'subscription { board { openExceptions asOf } }', {})
    const shown = async () => ((await client.next()) as unknown as { openExceptions: number }).openExceptions
    const open = await shown()
    const summary = randomUUID()
    await server.post(
      `mutation { raiseException(kind: MANUAL, summary: "${summary}") { userErrors { message } } }`,
      {},
      token,
    )
    expect(await shown()).toBe(open + 1)
    client.cut()
    await until(() => server.runtime.boards.feeds === 0, 'the board is not counted any more')
  })
})
