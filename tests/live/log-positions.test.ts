import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { advanceLog, sweepLog } from '#store/log/advance-log'
import { readEpochs, readLog } from '#store/log/read-log'
import { retainLog } from '#store/log/retain-log'
import { type LiveDatabase, makeSubjects, openLiveDatabase, seeded, until, writeEvents } from './support.ts'

/** Short of the prototype's twelve seconds, long enough that every kind of overlap happens. */
const runMs = 3_000
const batch = 200

let database: LiveDatabase
beforeAll(async () => {
  database = await openLiveDatabase(32)
})
afterAll(() => database.close())

const places = async (): Promise<{ position: number; eventId: number; orderId: string; sequence: number }[]> => {
  const { rows } = await database.store.pool.query(
    `select l."position"::int, l."eventId"::int, e."orderId", e."sequence" from event_log l join event e on e."id" = l."eventId" order by 1`,
  )
  return rows
}

describe('positions', () => {
  test('are dense, single and true per order with writers that stall and roll back, many callers and killed ones', async () => {
    const { store } = database
    const subjects = await makeSubjects(store.pool, 12)
    const random = seeded(7)
    const end = Date.now() + runMs
    const writers = Array.from({ length: 10 }, async () => {
      while (Date.now() < end) {
        const roll = random()
        await writeEvents(store.pool, {
          subject: subjects[Math.floor(random() * subjects.length)]!,
          events: 1 + Math.floor(random() * 4),
          stallMs: roll < 0.02 ? 300 : 0,
          rollBack: random() < 0.05,
        })
      }
    })
    let kills = 0
    const callers = Array.from({ length: 5 }, async () => {
      while (Date.now() < end) {
        await advanceLog(store.handle, batch).catch(() => {
          kills += 1
        })
      }
    })
    const killer = (async () => {
      while (Date.now() < end) {
        await store.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and query like '%log_advance%' and state = 'active' and pid <> pg_backend_pid() limit 1`,
        )
        await new Promise((done) => setTimeout(done, 40))
      }
    })()
    await Promise.all([...writers, ...callers, killer])
    while ((await advanceLog(store.handle, batch)).placed > 0);

    const placed = await places()
    const { rows } = await store.pool.query('select count(*)::int as events from event')
    expect(placed.length).toBe(rows[0].events)
    expect(placed.length).toBeGreaterThan(500)
    expect(kills).toBeGreaterThan(0)
    expect(placed.map((each) => each.position)).toEqual(placed.map((_, index) => index + 1))
    for (const subject of subjects) {
      const sequences = placed.filter((each) => each.orderId === subject).map((each) => each.sequence)
      expect(sequences).toEqual(sequences.map((_, index) => index + 1))
    }
    expect(await sweepLog(store.handle, 0)).toMatchObject({ found: 0 })
  })

  test('of short transactions are given while a long one is still open, and the long one is not forgotten', async () => {
    const { store } = database
    const [slow, quick] = await makeSubjects(store.pool, 2)
    const before = (await advanceLog(store.handle, batch)).head
    const long = writeEvents(store.pool, { subject: slow!, stallMs: 400 })
    await until(
      async () =>
        (
          await store.pool.query(
            `select from pg_stat_activity where datname = current_database() and query like 'select pg_sleep%' and state = 'active'`,
          )
        ).rowCount === 1,
      'the long transaction is open',
    )
    await writeEvents(store.pool, { subject: quick! })
    await advanceLog(store.handle, batch)
    const early = (await readLog(store.handle, before, 10)).events
    expect(early.map((event) => event.orderId)).toEqual([quick])
    await long
    await advanceLog(store.handle, batch)
    const late = (await readLog(store.handle, before, 10)).events
    expect(late.map((event) => event.orderId)).toEqual([quick, slow])
  })

  test('cost an idle database one look that writes nothing', async () => {
    const { store } = database
    while ((await advanceLog(store.handle, batch)).placed > 0);
    const row = async () => (await store.pool.query('select xmin::text, ctid::text from log_head')).rows[0]
    const before = await row()
    for (let call = 0; call < 20; call++) await advanceLog(store.handle, batch)
    expect(await row()).toEqual(before)
  })

  test('are never changed or taken back', async () => {
    const { pool } = database.store
    await expect(pool.query('update event_log set "position" = "position" + 1000000')).rejects.toThrow('never changed')
    await expect(pool.query('delete from event_log')).rejects.toThrow('never changed')
    await expect(pool.query('truncate event_log')).rejects.toThrow('never changed')
    await expect(pool.query('delete from event')).rejects.toThrow('append-only')
  })
})

describe('the sweep', () => {
  test('alarms on an event that the floor left behind, and gives it its place', async () => {
    const { store } = database
    const [subject] = await makeSubjects(store.pool, 1)
    await advanceLog(store.handle, batch)
    await writeEvents(store.pool, { subject: subject! })
    // What must never happen: the floor is past a transaction whose event has no place.
    await store.pool.query('update log_head set "floor" = pg_snapshot_xmax(pg_current_snapshot())')
    expect((await advanceLog(store.handle, batch)).placed).toBe(0)
    const messages: string[] = []
    const log = await database.openLog({ onAlarm: (message) => messages.push(message) })
    await until(() => messages.length > 0, 'the sweep at start found it')
    await log.advanced()
    expect(messages[0]).toContain('1 committed events had been left without a place')
    expect((await readLog(store.handle, log.head - 1, 1)).events[0]?.orderId).toBe(subject)
    await log.close()
  })
})

describe('another database', () => {
  test('restored from this one begins a new epoch behind the head and places what came without a place', async () => {
    const own = await openLiveDatabase(4)
    const { store } = own
    const [subject] = await makeSubjects(store.pool, 1)
    await writeEvents(store.pool, { subject: subject! })
    const { epoch, head } = await advanceLog(store.handle, batch)
    await writeEvents(store.pool, { subject: subject! })
    // As a restore leaves it: the marks of another cluster, whose transaction ids are in this one's future.
    await store.pool.query(`update log_epoch set "systemIdentifier" = 'another cluster'`)
    await store.pool.query(`update log_head set "floor" = '99999999999'`)
    await store.pool.query(
      `insert into event ("xid", "type", "occurredAt", "actor") values ('88888888888', 'ORDER_UPDATED', now(), '{}')`,
    )
    const restored = await advanceLog(store.handle, batch)
    expect(restored).toMatchObject({ head: head + 2, placed: 2 })
    expect(restored.epoch).toBeGreaterThan(epoch)
    expect((await readEpochs(store.handle)).at(-1)).toMatchObject({ epoch: restored.epoch, firstPosition: head + 1 })
    // What the restore brought has its place and is not looked at for ever.
    await writeEvents(store.pool, { subject: subject! })
    expect(await advanceLog(store.handle, batch)).toMatchObject({ epoch: restored.epoch, placed: 1 })
    expect(await sweepLog(store.handle, 0)).toMatchObject({ found: 0 })
    await own.close()
  })
})

describe('retention', () => {
  test('drops old places only, never past the slowest consumer, and no event gets a second place', async () => {
    const own = await openLiveDatabase(4)
    const { store } = own
    const age = async (hours: number, count: number) =>
      store.pool.query(
        `insert into event ("type", "occurredAt", "actor") select 'ORDER_UPDATED', now() - make_interval(hours => $1), '{}' from generate_series(1, $2)`,
        [hours, count],
      )
    await age(100, 50)
    await age(30, 50)
    await age(0, 10)
    await advanceLog(store.handle, 1000)
    await store.pool.query(`insert into consumer ("name", "epoch", "position") values ('slow', 1, 20)`)
    expect(await retainLog(store.handle, 48, 10)).toBe(20)
    await store.pool.query(`update consumer set "position" = 110`)
    expect(await retainLog(store.handle, 48, 10)).toBe(30)
    expect(await retainLog(store.handle, 24, 10)).toBe(50)
    expect(await retainLog(store.handle, 0, 10)).toBe(0) // an hour is the least
    expect((await readLog(store.handle, 0, 0)).oldest).toBe(101)
    await store.pool.query(`update log_head set "floor" = '0'`)
    expect(await advanceLog(store.handle, 1000)).toMatchObject({ head: 110, placed: 0 })
    expect(await sweepLog(store.handle, 0)).toMatchObject({ found: 0 })
    await own.close()
  })
})
