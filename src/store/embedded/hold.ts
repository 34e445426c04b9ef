import pg from 'pg'
import { StartError } from '../start-error.ts'
import type { Layout } from './folder.ts'
import { host, maintenanceDatabase, ownerName } from './settings.ts'

/**
 * Who uses the database holds this advisory lock, shared, on a connection of its own; who gets it alone may stop the server.
 * A process that dies, however it dies, loses its connection and with it the lock: nothing stale is ever left.
 */
const holdLock = 7_267_301

const holderName = 'crossdock holds the database'
const connectDeadlineMs = 5_000

export type Hold = { client: pg.Client }

/** Undefined: the server does not answer yet, or is being stopped; look again. */
export async function takeHold(layout: Layout, port: number, password: string): Promise<Hold | undefined> {
  const client = new pg.Client({
    host,
    port,
    user: ownerName,
    password,
    database: maintenanceDatabase,
    application_name: holderName,
    connectionTimeoutMillis: connectDeadlineMs,
    keepAlive: true,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock_shared($1) as held', [holdLock])
    if (rows[0]?.held === true) return { client }
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') throw wrongPassword(layout)
  }
  await client.end().catch(() => {})
  return undefined
}

/** Gives up our hold; true: nobody else holds the database, and nobody can take it until this connection ends. */
export async function releaseHold(hold: Hold): Promise<boolean> {
  try {
    const { rows } = await hold.client.query<{ alone: boolean }>(
      'select pg_advisory_unlock_shared($1), pg_try_advisory_lock($1) as alone',
      [holdLock],
    )
    return rows[0]?.alone === true
  } catch {
    return false
  }
}

function wrongPassword(layout: Layout): StartError {
  return new StartError(
    'PASSWORD_LOST',
    `The database in ${layout.cluster} refuses the password in ${layout.password}: put the file back from a backup, or set CROSSDOCK_DATA to a new folder.`,
  )
}
