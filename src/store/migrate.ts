import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Migration, prismaFolder, readMigrations, readSchema } from './migration/folder.ts'
import {
  firstLine,
  isUnderWay,
  pendingMigrations,
  readHistory,
  requireServer,
  type Server,
} from './migration/history.ts'
import { keepsSession } from './session.ts'
import { StartError } from './start-error.ts'
import { explainConnection, whereIs } from './unreachable.ts'

/** One of us migrates at a time; not Prisma's own lock, which its engine takes within. */
const migrateLock = 7_267_302
/** Prisma's own: whoever has it runs a script, also when its process is gone and Postgres has not noticed yet. */
const scriptLock = 72_707_369
/** How long another server's migration is waited for. */
export const migrateLockDeadlineMs = 120_000
/** How often a migration that gave way to running queries tries again. */
export const lockAttempts = 10
const lockNotAvailable = '55P03'

export type MigrateOptions = { prisma?: string; onApply?: (names: string[]) => void }

/**
 * Brings the database at `url` (a direct one, not through a pooler) to this build's schema and answers with the names of
 * the migrations that it applied. With nothing to do it costs three queries and never loads the engine.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = readMigrations(options.prisma)
  return await withClient(url, async (client) => {
    if (pendingMigrations(migrations, await readHistory(client)).length === 0) return []
    await takeLock(client, migrateLock)
    await takeLock(client, scriptLock)
    await client.query('select pg_advisory_unlock($1)', [scriptLock])
    const pending = pendingMigrations(migrations, await readHistory(client))
    if (pending.length === 0) return []
    options.onApply?.(pending.map(({ name }) => name))
    await apply(url, client, migrations, options.prisma)
    return pending.map(({ name }) => name)
  })
}

/** What `migrate` would apply; refuses as it would. */
export async function findPending(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = readMigrations(options.prisma)
  const history = await withClient(url, readHistory)
  return pendingMigrations(migrations, history).map(({ name }) => name)
}

/** Says of a failed migration, after a look at the database, whether its changes are there or not. */
export async function resolveMigration(url: string, name: string, as: 'applied' | 'rolled-back'): Promise<void> {
  const migrations = readMigrations()
  if (!migrations.some((migration) => migration.name === name)) {
    throw new StartError('MIGRATION_FAILED', `There is no migration ${name} in ${prismaFolder}: check its name.`)
  }
  await withClient(url, async (client) => {
    const failed = (await readHistory(client)).some((row) => row.name === name && !row.finished && !row.rolledBack)
    if (!failed) {
      throw new StartError('MIGRATION_FAILED', `The migration ${name} did not fail here: there is nothing to resolve.`)
    }
    await takeLock(client, migrateLock)
    const { withEngine } = await import('./migration/engine.ts')
    await withEngine(url, async (engine) => {
      await engine.markRolledBack(name)
      if (as === 'applied') await engine.markApplied(name, migrations)
    })
  })
}

/** A connection of its own to the database at `url`, past any pooler, which can serve this build. */
export async function withClient<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  return await withConnection(url, async (client) => {
    if (await keepsSession(client, url)) return await run(client)
    throw new StartError(
      'DATABASE_POOLED',
      `The database at ${whereIs(url)} is reached through a pooler such as PgBouncer, which gives each transaction another session: set DIRECT_DATABASE_URL to the same database past it, for migrations, LISTEN and workers.`,
    )
  })
}

/** Refuses, in a sentence, a database that cannot be reached, is too old or takes no writes; a pooler may stand before it. */
export const requireDatabase = (url: string): Promise<void> => withConnection(url, async () => {})

async function withConnection<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'crossdock migrates' })
  client.on('error', () => {})
  try {
    await client.connect().catch((error: Error) => {
      throw explainConnection(url, error)
    })
    const { rows } = await client.query<Server>(
      `select current_setting('server_version_num')::int as number, pg_is_in_recovery() as "isStandby",
         current_setting('transaction_read_only') = 'on' as "isReadOnly"`,
    )
    requireServer(rows[0]!, whereIs(url))
    return await run(client)
  } finally {
    await client.end().catch(() => {})
  }
}

async function takeLock(client: pg.Client, lock: number): Promise<void> {
  const deadline = Date.now() + migrateLockDeadlineMs
  while (Date.now() < deadline) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [lock])
    if (rows[0]?.taken === true) return
    await sleep(50)
  }
  throw new StartError(
    'MIGRATION_LOCKED',
    `Another Crossdock has been migrating this database for ${migrateLockDeadlineMs / 1000} seconds: wait for it to end, or end its session (application_name 'crossdock migrates' in pg_stat_activity).`,
  )
}

async function apply(url: string, client: pg.Client, migrations: Migration[], prisma?: string): Promise<void> {
  const { withEngine } = await import('./migration/engine.ts')
  await withEngine(
    url,
    async (engine) => {
      // Nobody runs it any more, and its script did not end: none of it is there.
      const interrupted = (await readHistory(client)).filter(isUnderWay)
      for (const { name } of interrupted) await engine.markRolledBack(name)
      for (let attempt = 1; ; attempt++) {
        try {
          await engine.apply(migrations)
          return
        } catch (error) {
          const name = await failedMigration(client)
          const gaveWay = engine.failure() === lockNotAvailable && name !== undefined
          // The script was one transaction, so a lock it did not get left nothing behind and the row may go.
          if (gaveWay) await engine.markRolledBack(name)
          if (!gaveWay || attempt === lockAttempts) throw explainFailure(name, error as Error, gaveWay)
          await sleep(attempt * 200)
        }
      }
    },
    readSchema(prisma),
  )
}

async function failedMigration(client: pg.Client): Promise<string | undefined> {
  return (await readHistory(client)).find((row) => !row.finished && !row.rolledBack)?.name
}

function explainFailure(name: string | undefined, error: Error, gaveWay: boolean): StartError {
  const { code } = error as { code?: string }
  if (code === 'P3005') {
    return new StartError(
      'DATABASE_NOT_EMPTY',
      'The database holds tables of something else and none of Crossdock: point DATABASE_URL at an empty database.',
      { cause: error },
    )
  }
  if (gaveWay) {
    return new StartError(
      'MIGRATION_LOCKED',
      `The migration ${name} did not get its locks in ${lockAttempts} attempts and changed nothing: stop what runs long queries on this database, then run "crossdock migrate".`,
      { cause: error },
    )
  }
  return new StartError(
    'MIGRATION_FAILED',
    `The migration ${name ?? ''} failed and this Crossdock cannot run on the database: ${firstLine(error.message)}; its changes were rolled back, so mend the cause, run "crossdock migrate resolve ${name ?? 'NAME'} --as rolled-back" and then "crossdock migrate".`,
    { cause: error },
  )
}
