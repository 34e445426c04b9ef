import type pg from 'pg'
import { StartError } from '../start-error.ts'
import { checksums, type Migration } from './folder.ts'

/** A row of Prisma's own table, so that `prisma migrate deploy` and we understand each other. */
export type Applied = { name: string; checksum: string; finished: boolean; rolledBack: boolean; logs: string | null }

/** A migration that is under way, or was when its process ended: what fails says why. */
export const isUnderWay = ({ finished, rolledBack, logs }: Applied): boolean => !finished && !rolledBack && !logs

/** Older servers lack what the schema uses (NULLS NOT DISTINCT, MERGE). */
export const oldestServer = 15

export async function readHistory(client: pg.Client): Promise<Applied[]> {
  const { rows: found } = await client.query<{ there: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as there`,
  )
  if (found[0]?.there !== true) return []
  const { rows } = await client.query<Applied>(
    `select migration_name as name, checksum, finished_at is not null as finished,
       rolled_back_at is not null as "rolledBack", logs
     from _prisma_migrations order by started_at, migration_name`,
  )
  return rows
}

/** The migrations that this database still needs, or the reason why it cannot be served by this build. */
export function pendingMigrations(migrations: Migration[], history: Applied[]): Migration[] {
  const current = history.filter((row) => !row.rolledBack && !isUnderWay(row))
  const failed = current.find((row) => !row.finished)
  if (failed !== undefined) throw failedEarlier(failed)
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  const unknown = current.filter((row) => !known.has(row.name)).map((row) => row.name)
  if (unknown.length > 0) {
    throw new StartError(
      'DATABASE_NEWER',
      `The database is newer than this Crossdock, which does not know its ${unknown.length === 1 ? 'migration' : 'migrations'} ${unknown.join(', ')}: start the Crossdock version that made it, or a later one.`,
    )
  }
  const edited = current.find((row) => !checksums(known.get(row.name)?.sql ?? '').includes(row.checksum))
  if (edited !== undefined) {
    throw new StartError(
      'MIGRATION_EDITED',
      `The migration ${edited.name} was changed after this database had applied it: put prisma/migrations/${edited.name}/migration.sql back as it was and write the change as a new migration, or use a new database.`,
    )
  }
  const done = new Set(current.map((row) => row.name))
  return migrations.filter((migration) => !done.has(migration.name))
}

function failedEarlier(row: Applied): StartError {
  const reason = firstLine(row.logs)
  return new StartError(
    'MIGRATION_FAILED',
    `The migration ${row.name} failed earlier${reason === '' ? '' : ` (${reason})`}: see whether its changes are in the database, then run "crossdock migrate resolve ${row.name} --as applied" or "--as rolled-back".`,
  )
}

/** The database's own words out of the engine's report. */
export function firstLine(text: string | null | undefined): string {
  const lines = (text ?? '').split('\n').map((line) => line.trim())
  const line = lines.find((each) => /ERROR:|Message:/.test(each)) ?? lines.find((each) => each !== '') ?? ''
  return line.replace(/^.*?(?:ERROR|Message):\s*/, '')
}

export interface Server {
  number: number
  isStandby: boolean
  isReadOnly: boolean
}

export function requireServer({ number, isStandby, isReadOnly }: Server, where: string): void {
  const major = Math.floor(number / 10_000)
  if (major < oldestServer) {
    throw new StartError(
      'DATABASE_TOO_OLD',
      `The server at ${where} is Postgres ${major} and Crossdock needs ${oldestServer} or newer: upgrade it, or point DATABASE_URL at another.`,
    )
  }
  if (isStandby || isReadOnly) {
    throw new StartError(
      'DATABASE_READ_ONLY',
      `The database at ${where} ${isStandby ? 'is a standby' : 'is read-only (default_transaction_read_only)'} and takes no writes: point DATABASE_URL at the primary, or ${isStandby ? 'promote this one' : 'turn that setting off'}.`,
    )
  }
}
