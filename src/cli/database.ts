import type pg from 'pg'
import { readConfig } from '#server/config'
import { startEmbedded } from '#store/embedded/start'
import { findPending, migrate } from '#store/migrate'
import { StartError } from '#store/start-error'

/** The database's direct address while `work` runs: the one that is set, or the embedded one, started or adopted. */
export async function withDatabaseUrl<T>(work: (url: string, embedded: boolean) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  if (config.directDatabaseUrl !== undefined) return await work(config.directDatabaseUrl, false)
  const database = await startEmbedded(config.dataFolder, { port: config.embeddedPort })
  try {
    return await work(database.url, true)
  } finally {
    await database.stop()
  }
}

/** A connection to a database that has this version's tables. */
export async function withDatabase<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  return await withDatabaseUrl(async (url, embedded) => {
    // The embedded one is ours alone; somebody else's is migrated when its owner says so.
    if (embedded) await migrate(url)
    else await requireMigrated(url)
    const { openPool } = await import('#store/pool')
    const pool = openPool(url, { size: 1, applicationName: 'crossdock command line' })
    try {
      return await work(pool)
    } finally {
      await pool.end()
    }
  })
}

async function requireMigrated(url: string): Promise<void> {
  const pending = await findPending(url)
  if (pending.length === 0) return
  throw new StartError(
    'SCHEMA_MISSING',
    `The database lacks ${pending.length === 1 ? 'the migration' : 'the migrations'} ${pending.join(', ')}: run "crossdock migrate".`,
  )
}
