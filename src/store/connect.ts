import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client.ts'
import { type Handle, poolHandle } from './handle.ts'

/** Connections of one process where DATABASE_POOL_SIZE says nothing: more do not make two cores faster. */
export const defaultPoolSize = 16
/** A session that holds a transaction open and does nothing is ended after this, with its locks. */
export const idleInTransactionMs = 60_000
/** A request waits this long for a free connection before it fails. */
export const waitForConnectionMs = 10_000
/** An unused connection is closed after this. */
export const idleConnectionMs = 60_000
/** Prisma's statements prepared a connection; a text beyond this many is planned each time, so that memory there stays bounded. */
export const maximumPreparedStatements = 500

export type PoolOptions = {
  size?: number
  /** What pg_stat_activity shows. */
  applicationName?: string
  /** An idle connection broke, as when the database restarts; the pool opens another by itself. */
  onError?: (error: Error) => void
}

export type Store = { pool: pg.Pool; prisma: PrismaClient; handle: Handle; close(): Promise<void> }

/** One pool for our SQL and for Prisma. */
export function connect(url: string, options: PoolOptions = {}): Store {
  const pool = openPool(url, options)
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementNames(), onPoolError: options.onError })
  const prisma = new PrismaClient({ adapter })
  return {
    pool,
    prisma,
    handle: poolHandle(pool, prisma),
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
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
      await client.query(`set time zone 'UTC'; set idle_in_transaction_session_timeout = ${idleInTransactionMs}`)
    },
  })
  pool.on('error', (error) => options.onError?.(error))
  return pool
}

/** A name for each text, so that each connection plans it once; '' means unprepared. */
export function statementNames(limit: number = maximumPreparedStatements): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= limit) return ''
    const name = `p_${createHash('sha256').update(sql).digest('base64url').slice(0, 22)}`
    names.set(sql, name)
    return name
  }
}
