import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { Log, type LogOptions } from '#events/log'
import { connect, type Store } from '#store/connect'
import { freshDatabase } from '../support/database.ts'

export interface LiveDatabase {
  url: string
  store: Store
  /** A log of this process over the database, started; closed with the database. */
  openLog(options?: Partial<LogOptions>): Promise<Log>
  close(): Promise<void>
}

/** A database of the test's own, and logs over it. Everything that was opened is closed by `close`. */
export async function openLiveDatabase(size = 24): Promise<LiveDatabase> {
  const database = await freshDatabase()
  const store = connect(database.url, { size })
  const logs: Log[] = []
  return {
    url: database.url,
    store,
    async openLog(options = {}) {
      const log = new Log({ handle: store.handle, listenUrl: database.url, ...options })
      logs.push(log)
      await log.start()
      return log
    },
    async close() {
      await Promise.all(logs.map((log) => log.close()))
      await store.close()
      await database.drop()
    },
  }
}

/** Subjects whose events must come in the order of their sequence, as those of an order do. */
export async function makeSubjects(pool: Pool, count: number): Promise<string[]> {
  await pool.query('create table if not exists subject ("id" uuid primary key, "version" int not null default 0)')
  const ids = Array.from({ length: count }, () => randomUUID())
  await pool.query('insert into subject ("id") select unnest($1::uuid[])', [ids])
  return ids
}

export interface Writing {
  subject: string
  /** Events in the transaction. */
  events?: number
  /** Held open for so long before it ends. */
  stallMs?: number
  rollBack?: boolean
  type?: string
  channelKey?: string
}

/** A transaction as `crossdock_commit` makes it: the subject's row first, its events last. */
export async function writeEvents(pool: Pool, writing: Writing): Promise<void> {
  const { subject, events = 1, stallMs = 0, rollBack = false, type = 'ORDER_UPDATED', channelKey = null } = writing
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ version: number }>(
      'update subject set "version" = "version" + $2 where "id" = $1 returning "version"',
      [subject, events],
    )
    await client.query(
      `insert into event ("type", "occurredAt", "actor", "orderId", "orderNumber", "sequence", "status", "channelKey")
       select $4, now(), '{"id":"x","kind":"SYSTEM","name":null}', $1::uuid, left($1::text, 8), n, 'READY', $5
       from generate_series($2::int - $3::int + 1, $2::int) n`,
      [subject, rows[0]!.version, events, type, channelKey],
    )
    if (stallMs > 0) await client.query('select pg_sleep($1)', [stallMs / 1000])
    await client.query(rollBack ? 'rollback' : 'commit')
  } finally {
    client.release()
  }
}

/** As a standby that lagged takes over: the latest events were never there, and the timeline is another. */
export async function failOver(pool: Pool, lost: number): Promise<void> {
  const client = await pool.connect()
  await client.query(`set session_replication_role = replica`)
  await client.query(
    `delete from event where "id" in (select "eventId" from event_log order by "position" desc limit $1)`,
    [lost],
  )
  await client.query(`delete from event_log where "position" > (select "head" - $1 from log_head)`, [lost])
  await client.query(`update log_head set "head" = "head" - $1`, [lost])
  await client.query(
    `update log_epoch set "timeline" = "timeline" - 1 where "epoch" = (select max("epoch") from log_epoch)`,
  )
  await client.query(`set session_replication_role = default`)
  client.release()
}

/** Numbers that look random and are the same in each run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export { until } from '../support/until.ts'
