import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Log } from '#events/log'
import type { Delivery } from '#events/subscriber'
import { failOver, type LiveDatabase, makeSubjects, openLiveDatabase, until, writeEvents } from './support.ts'

let database: LiveDatabase
let subject: string
beforeAll(async () => {
  database = await openLiveDatabase(8)
  subject = (await makeSubjects(database.store.pool, 1))[0]!
})
afterAll(() => database.close())

const happen = async (log: Log, events: number): Promise<void> => {
  await writeEvents(database.store.pool, { subject, events })
  await log.advanced()
}

const take = async (stream: AsyncIterableIterator<Delivery>, count: number): Promise<number[]> => {
  const positions: number[] = []
  while (positions.length < count) {
    const { event } = (await stream.next()).value as Delivery
    if (event !== null) positions.push(event.position)
  }
  return positions
}

describe('after a fail-over that lost events', () => {
  test('a stream that delivered what was lost ends with CURSOR_EXPIRED, one that had not goes on, and nothing is given out twice unseen', async () => {
    const log = await database.openLog({ listenUrl: undefined, ringSize: 64 })
    const behind = await log.live.subscribe({ matches: () => true })
    const current = await log.live.subscribe({ matches: () => true })
    await happen(log, 10)
    expect(await take(current, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(await take(behind, 5)).toEqual([1, 2, 3, 4, 5])
    await failOver(database.store.pool, 3)
    await writeEvents(database.store.pool, { subject, events: 2 })
    await log.advanced()
    await until(() => log.head >= 9, 'the log goes on')
    await expect(take(current, 1)).rejects.toMatchObject({ extensions: { code: 'CURSOR_EXPIRED' } })
    expect(await take(behind, 4)).toEqual([6, 7, 8, 9])
    await behind.return?.()
    expect(log.live.subscribers).toBe(0)
  })

  test('a cursor from before the loss resumes, one that names a lost place is refused', async () => {
    const log = await database.openLog({ listenUrl: undefined })
    const stream = await log.live.subscribe({ matches: () => true })
    await happen(log, 2)
    const cursors: string[] = []
    while (cursors.length < 2) {
      const { cursor, event } = (await stream.next()).value as Delivery
      if (event !== null) cursors.push(cursor)
    }
    await stream.return?.()
    await failOver(database.store.pool, 1)
    await happen(log, 3)
    const resumed = await log.live.subscribe({ after: cursors[0]!, matches: () => true })
    expect(await take(resumed, 3)).toHaveLength(3)
    await resumed.return?.()
    await expect(log.live.subscribe({ after: cursors[1]!, matches: () => true })).rejects.toMatchObject({
      extensions: { code: 'CURSOR_EXPIRED' },
    })
  })
})

describe('while the database is away', () => {
  test('streams wait, and deliver everything when it is back', async () => {
    const errors: unknown[] = []
    const log = await database.openLog({ onError: (error) => errors.push(error) })
    const stream = await log.live.subscribe({ matches: () => true })
    await stream.next()
    const { pool } = database.store
    for (let round = 0; round < 5; round++) {
      await writeEvents(pool, { subject })
      log.nudge()
      await pool
        .query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        )
        .catch(() => {})
    }
    const from = (await take(stream, 1))[0]!
    expect(await take(stream, 4)).toEqual([from + 1, from + 2, from + 3, from + 4])
    expect(errors.length).toBeGreaterThan(0)
    await stream.return?.()
  })
})
