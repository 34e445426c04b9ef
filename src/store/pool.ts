import pg from 'pg'
import { localSettings } from '#engines/pipeline'
import { isPooled } from './session.ts'

/** Connections of one process where DATABASE_POOL_SIZE says nothing: more do not make two cores faster. */
export const defaultPoolSize = 16
/** A session that holds a transaction open and does nothing is ended after this, with its locks. */
export const idleInTransactionMs = 60_000
/** A request waits this long for a free connection before it fails. */
export const waitForConnectionMs = 10_000
/** An unused connection is closed after this. */
export const idleConnectionMs = 60_000

export type PoolOptions = {
  size?: number
  /** What pg_stat_activity shows. */
  applicationName?: string
  /** An idle connection broke, as when the database restarts; the pool opens another by itself. */
  onError?: (error: Error) => void
  /** Plans are made once per session and use indexes: for statements that find their rows the same way whatever the values. */
  genericPlans?: boolean
  /** A statement that takes longer is cancelled; unset: none is. */
  statementMs?: number
}

export function openPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.size ?? defaultPoolSize,
    application_name: options.applicationName ?? 'crossdock',
    connectionTimeoutMillis: waitForConnectionMs,
    idleTimeoutMillis: idleConnectionMs,
    keepAlive: true,
    // Statements, not start-up parameters: PgBouncer refuses to connect with parameters that it does not know.
    async onConnect(client) {
      const settings = settingsOf(options)
      if (await isPooled(client)) {
        // A pooler keeps the time zone of each client; what else is set there would stay with whoever comes next.
        await client.query("set time zone 'UTC'")
        localSettings.set(client, settings)
        return
      }
      const all = Object.entries(settings).map(([name, value]) => `; set ${name} = '${value}'`)
      await client.query(`set time zone 'UTC'${all.join('')}`)
    },
  })
  // The statement that a lost connection was busy with receives the error; nobody else need know.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', (error) => {
    if (!pool.ending) options.onError?.(error) // one that is closing may still report that the database stops
  })
  return pool
}

function settingsOf({ genericPlans, statementMs }: PoolOptions): Record<string, string> {
  return {
    idle_in_transaction_session_timeout: String(idleInTransactionMs),
    // What a merchant's database reads lies in memory or on flash, where a row by an index costs little more than the next one; and
    // compiling a statement to machine code takes longer than any of ours runs.
    random_page_cost: '1.1',
    jit: 'off',
    ...(genericPlans
      ? {
          plan_cache_mode: 'force_generic_plan',
          enable_seqscan: 'off',
          enable_hashjoin: 'off',
          enable_mergejoin: 'off',
        }
      : {}),
    ...(statementMs === undefined ? {} : { statement_timeout: String(statementMs) }),
  }
}
