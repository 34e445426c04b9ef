import { runMigrations } from 'graphile-worker'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ConsumerOptions, runConsumer } from '#events/consumer'
import { startReactor } from '#events/reactor'
import { connect } from '#store/connect'
import type { Statement } from '#store/handle'
import { readConsumers } from '#store/read/consumers'
import { type LiveDatabase, makeSubjects, openLiveDatabase, until, writeEvents } from './support.ts'

let database: LiveDatabase
let subjects: string[]
beforeAll(async () => {
  database = await openLiveDatabase(24)
  subjects = await makeSubjects(database.store.pool, 8)
  await database.store.pool.query(
    'create table effect ("at" bigint generated always as identity, "position" bigint not null)',
  )
})
beforeEach(() => database.store.pool.query('truncate effect'))
afterAll(() => database.close())

const note: Statement = {
  name: 'note',
  text: 'insert into effect ("position") select unnest($1::bigint[]) returning true as r',
}
const noting: ConsumerOptions['handle'] = async (events, tx) => {
  await tx.query(note, [events.map((event) => event.position)])
}
const effects = async (): Promise<number[]> =>
  (await database.store.pool.query('select "position"::int from effect order by "at"')).rows.map((row) => row.position)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('a consumer', () => {
  test('has its effect once for every event, in order, though its processes are cut off at random', async () => {
    const logs = [await database.openLog(), await database.openLog()]
    const stores = logs.map(() => connect(database.url, { size: 3, applicationName: 'consumer under test' }))
    let cuts = 0
    const consumers = logs.map((log, index) =>
      runConsumer({
        name: 'counter',
        log,
        pool: stores[index]!.pool,
        batch: 7,
        onError: () => {
          cuts += 1
        },
        async handle(events, tx) {
          await noting(events, tx)
          await tx.query({ name: 'linger', text: 'select pg_sleep(0.005)::text as r' }, [])
        },
      }),
    )
    const end = Date.now() + 3_000
    await Promise.all([
      ...subjects.map(async (subject) => {
        while (Date.now() < end) {
          await writeEvents(database.store.pool, { subject, rollBack: Math.random() < 0.1 })
          logs[0]!.nudge()
          await new Promise((done) => setTimeout(done, 10))
        }
      }),
      (async () => {
        while (Date.now() < end) {
          await database.store.pool.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'consumer under test'`,
          )
          await new Promise((done) => setTimeout(done, 150))
        }
      })(),
    ])
    await logs[0]!.advanced()
    const { head } = logs[0]!
    await Promise.race(consumers.map((consumer) => consumer.caughtUp(head)))
    await Promise.all(consumers.map((consumer) => consumer.stop()))
    expect(cuts).toBeGreaterThan(5)
    expect(head).toBeGreaterThan(200)
    expect(await effects()).toEqual(range(1, head))
    expect(await readConsumers(database.store.handle)).toContainEqual(
      expect.objectContaining({ name: 'counter', lag: 0 }),
    )
    await Promise.all(stores.map((store) => store.close()))
  })

  test('sets an event that cannot be handled aside and goes on', async () => {
    const log = await database.openLog()
    const from = log.head + 1
    await writeEvents(database.store.pool, { subject: subjects[0]!, events: 3 })
    await log.advanced()
    const letters: string[] = []
    const alarms: string[] = []
    await database.store.pool.query(`insert into consumer ("name", "epoch", "position") values ('picky', 1, $1)`, [
      from - 1,
    ])
    const consumer = runConsumer({
      name: 'picky',
      log,
      pool: database.store.pool,
      onAlarm: (message) => alarms.push(message),
      async handle(events, tx) {
        await noting(events, tx)
        if (events.some((event) => event.position === from + 1)) throw new Error('this one is poison')
      },
      onDeadLetter: async (_, id) => {
        letters.push(id)
      },
    })
    await consumer.caughtUp(from + 2)
    await consumer.stop()
    expect(await effects()).toEqual([from, from + 2])
    const { rows } = await database.store.pool.query('select "id", "position"::int, "error" from consumer_dead_letter')
    expect(rows).toEqual([{ id: letters[0], position: from + 1, error: 'this one is poison' }])
    expect(alarms[0]).toMatch(/^picky could not handle event \d+ \(\w+\) and set it aside/)
    expect(alarms[0]).not.toContain('poison')
  })

  test('leaves an event of a type that only a newer build knows to a newer process for a while, then sets it aside', async () => {
    const log = await database.openLog()
    const from = log.head + 1
    await writeEvents(database.store.pool, { subject: subjects[0]! })
    await writeEvents(database.store.pool, { subject: subjects[0]!, type: 'ORDER_TELEPORTED' })
    await writeEvents(database.store.pool, { subject: subjects[0]! })
    await log.advanced()
    await database.store.pool.query(`insert into consumer ("name", "epoch", "position") values ('older', 1, $1)`, [
      from - 1,
    ])
    const waiting = runConsumer({ name: 'older', log, pool: database.store.pool, handle: noting })
    await waiting.caughtUp(from)
    expect(await effects()).toEqual([from])
    await waiting.stop()
    const hasty = runConsumer({ name: 'older', log, pool: database.store.pool, handle: noting, unknownTypeMs: 0 })
    await hasty.caughtUp(from + 2)
    await hasty.stop()
    expect(await effects()).toEqual([from, from + 2])
    const { rows } = await database.store.pool.query(
      `select "error" from consumer_dead_letter where "consumer" = 'older'`,
    )
    expect(rows[0].error).toContain('ORDER_TELEPORTED')
  })
})

describe('the reactor', () => {
  const jobs = async () =>
    (
      await database.store.pool.query(
        `select j.key, t.identifier as task, j.payload, q.queue_name as queue, j.run_at > now() as later from graphile_worker._private_jobs j
         join graphile_worker._private_tasks t on t.id = j.task_id left join graphile_worker._private_job_queues q on q.id = j.job_queue_id order by j.key`,
      )
    ).rows

  test('waits while the queue has no tables yet, then adds the jobs of every event, one of each key', async () => {
    const log = await database.openLog()
    const { pool } = database.store
    await pool.query(`insert into consumer ("name", "epoch", "position") values ('reactor', 1, $1)`, [log.head])
    await pool.query(
      `insert into channel ("id", "key", "name", "kind", "stages") values (gen_random_uuid(), 'shop', 'Shop', 'custom', '{AUTO_RELEASE}')`,
    )
    for (let n = 0; n < 3; n++) {
      await writeEvents(pool, { subject: subjects[0]!, type: 'ORDER_IMPORTED', channelKey: 'shop' })
    }
    await writeEvents(pool, { subject: subjects[1]!, type: 'ORDER_IMPORTED', channelKey: 'other' })
    await pool.query(
      `insert into event ("type", "occurredAt", "actor", "sku", "data") values
       ('STOCK_MOVED', now(), '{}', 'A-1', '{"fromState":null,"toState":"AVAILABLE"}'),
       ('STOCK_MOVED', now(), '{}', 'A-2', '{"fromState":"AVAILABLE","toState":"COMMITTED"}')`,
    )
    await pool.query(
      `insert into event ("type", "occurredAt", "actor", "orderId", "channelKey", "data")
       values ('CHANNEL_PUSH_REQUESTED', now(), '{}', $1, 'shop', '{"pushId":"p-1"}')`,
      [subjects[0]],
    )
    await log.advanced()
    const errors: unknown[] = []
    const reactor = startReactor({ log, pool, onError: (error) => errors.push(error) })
    await until(() => errors.length > 0, 'the reactor met a database without a queue')
    await runMigrations({ connectionString: database.url })
    await reactor.caughtUp(log.head)
    expect(await jobs()).toEqual([
      {
        key: 'push-channel:p-1',
        task: 'push-channel',
        payload: { pushId: 'p-1', orderId: subjects[0], channelKey: 'shop' },
        queue: 'channel:shop',
        later: false,
      },
      {
        key: `release-order:${subjects[0]}`,
        task: 'release-order',
        payload: { orderId: subjects[0] },
        queue: null,
        later: false,
      },
      {
        key: 'revalidate-waiting:INVENTORY_OUT_OF_STOCK:A-1',
        task: 'revalidate-waiting',
        payload: { sku: 'A-1', reason: 'INVENTORY_OUT_OF_STOCK' },
        queue: null,
        later: expect.any(Boolean),
      },
    ])
    const { rows } = await pool.query(`select from consumer_dead_letter where "consumer" = 'reactor'`)
    expect(rows).toEqual([])
    await reactor.stop()
  })
})
