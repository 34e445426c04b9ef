import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartError } from '../start-error.ts'

export type Migration = { name: string; sql: string }
export type SchemaFile = { path: string; content: string }

/** From src/store/migration under the tests and from dist/store/migration in a build alike. */
const packageFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
export const prismaFolder = join(packageFolder, 'prisma')

export const lockfile = { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' }

export function readMigrations(prisma: string = prismaFolder): Migration[] {
  const folder = migrationsFolder(prisma)
  return listed(folder)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

export function readSchema(prisma: string = prismaFolder): SchemaFile[] {
  const folder = join(prisma, 'schema')
  return listed(folder)
    .filter((entry) => entry.name.endsWith('.prisma'))
    .map(({ name }) => ({ path: name, content: readFileSync(join(folder, name), 'utf8') }))
}

export function migrationsFolder(prisma: string = prismaFolder): string {
  return join(prisma, 'migrations')
}

function listed(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    throw new StartError(
      'SCHEMA_MISSING',
      `The folder ${folder}, which belongs to Crossdock, cannot be read: install Crossdock again, with its prisma folder beside dist.`,
      { cause: error },
    )
  }
}

/** Prisma's checksum, and what it would be had git changed the line ends on the way. */
export function checksums(sql: string): string[] {
  const unix = sql.replaceAll('\r\n', '\n')
  return [sql, unix, unix.replaceAll('\n', '\r\n')].map((text) => createHash('sha256').update(text).digest('hex'))
}
