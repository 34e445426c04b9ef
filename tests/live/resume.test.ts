import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PlacedEvent } from '#events/event-row'
import type { Log } from '#events/log'
import type { Delivery } from '#events/subscriber'
import { type LiveDatabase, makeSubjects, openLiveDatabase, seeded, writeEvents } from './support.ts'

/** Transactions of each writer. */
const transactions = 50

let database: LiveDatabase
beforeAll(async () => {
  database = await openLiveDatabase(40)
})
afterAll(() => database.close())

/** Follows the stream and is cut off at random moments, also while it waits; resumes elsewhere with its last cursor. */
async function followKilled(
  logs: Log[],
  from: string,
  random: () => number,
  matches: (event: PlacedEvent) => boolean,
  isOver: (last: number) => boolean,
): Promise<{ seen: PlacedEvent[]; kills: number }> {
  const seen: PlacedEvent[] = []
  let kills = 0
  let after = from
  let position = 0
  while (!isOver(position)) {
    const log = logs[Math.floor(random() * logs.length)]!
    const stream: AsyncIterableIterator<Delivery> = await log.live.subscribe({ after, matches })
    const end = setTimeout(() => void stream.return?.(), 5 + random() * 120)
    for await (const delivery of stream) {
      after = delivery.cursor
      position = Number(Buffer.from(after, 'base64url').toString().split('.')[2])
      if (delivery.event !== null) seen.push(delivery.event)
      if (random() < 0.01 || isOver(position)) break
    }
    clearTimeout(end)
    kills += 1
  }
  return { seen, kills }
}

describe('50 subscribers that are killed and resumed while 16 writers write and some roll back', () => {
  test('each saw every event once, in order', async () => {
    const { store } = database
    const logs = [
      await database.openLog(),
      await database.openLog({ listenUrl: undefined }),
      await database.openLog({ ringSize: 16 }),
    ]
    const subjects = await makeSubjects(store.pool, 20)
    const random = seeded(11)
    let writing = true
    let last = Number.POSITIVE_INFINITY
    const start = await logs[0]!.live.subscribe({ matches: () => true })
    const first = (await start.next()).value as Delivery
    await start.return?.()

    const subscribers = Array.from({ length: 50 }, (_, index) => {
      const own = seeded(100 + index)
      const wanted = index % 5 === 0 ? subjects[index % subjects.length] : undefined
      return followKilled(
        logs,
        first.cursor,
        own,
        (event) => wanted === undefined || event.orderId === wanted,
        (position) => !writing && position >= last,
      ).then((followed) => ({ ...followed, wanted }))
    })
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (let n = 0; n < transactions; n++) {
          await writeEvents(store.pool, {
            subject: subjects[Math.floor(random() * subjects.length)]!,
            events: 1 + Math.floor(random() * 3),
            stallMs: random() < 0.02 ? 100 : 0,
            rollBack: random() < 0.1,
          })
          if (random() < 0.5) logs[Math.floor(random() * 2)]!.nudge()
          await new Promise((done) => setTimeout(done, random() * 20))
        }
      }),
    )
    await logs[0]!.advanced()
    last = logs[0]!.head
    writing = false
    await writeEvents(store.pool, { subject: subjects[0]! }) // wakes those that wait
    const followed = await Promise.all(subscribers)

    const { rows } = await store.pool.query<{ position: number; orderId: string }>(
      'select l."position"::int, e."orderId" from event_log l join event e on e."id" = l."eventId" where l."position" <= $1 order by 1',
      [last],
    )
    expect(rows.length).toBeGreaterThan(16 * transactions)
    const startPosition = Number(Buffer.from(first.cursor, 'base64url').toString().split('.')[2])
    let kills = 0
    for (const { seen, wanted, kills: own } of followed) {
      const expected = rows.filter((r) => r.position > startPosition && (wanted === undefined || r.orderId === wanted))
      expect(seen.filter((e) => e.position <= last).map((e) => e.position)).toEqual(expected.map((r) => r.position))
      kills += own
    }
    expect(kills).toBeGreaterThan(150)
    expect(logs.map((log) => log.live.subscribers)).toEqual([0, 0, 0])
  }, 90_000)
})
