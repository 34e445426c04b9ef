import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { migrate, withClient } from '../migrate.ts'
import { StartError } from '../start-error.ts'
import { withEngine } from './engine.ts'
import { migrationsFolder, readSchema } from './folder.ts'

/**
 * SQL from what the migrations make to what the schema folder says; '' when they agree. Compared are tables, columns, types,
 * defaults, keys and full indexes; functions, triggers, checks and partial indexes Prisma does not see on either side.
 */
export async function findDrift(url: string, prisma?: string): Promise<string> {
  return await withScratchDatabase(url, async (scratch) => {
    await migrate(scratch, { prisma })
    return await withEngine(scratch, (engine) => engine.difference(), readSchema(prisma))
  })
}

/** Writes the folder of a new migration and answers with its path; undefined: the schema has not changed. */
export async function createMigration(
  url: string,
  name: string,
  now: Date,
  prisma?: string,
): Promise<string | undefined> {
  const sql = await findDrift(url, prisma)
  if (sql === '') return undefined
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = join(migrationsFolder(prisma), `${stamp}_${migrationName(name)}`)
  mkdirSync(folder)
  const file = join(folder, 'migration.sql')
  writeFileSync(file, sql)
  return file
}

function migrationName(name: string): string {
  const clean = name.toLowerCase().replace(/[^a-z0-9]+/g, '_')
  const trimmed = clean.replace(/^_|_$/g, '')
  if (trimmed !== '') return trimmed
  throw new StartError('SCHEMA_MISSING', `"${name}" names no migration: say what it does, as in add_order_notes.`)
}

/** On the same server as `url`, gone afterwards. */
async function withScratchDatabase<T>(url: string, run: (scratch: string) => Promise<T>): Promise<T> {
  const name = `crossdock_scratch_${randomBytes(6).toString('hex')}`
  return await withClient(url, async (client) => {
    await client.query(`create database "${name}" template template0`)
    try {
      const scratch = new URL(url)
      scratch.pathname = `/${name}`
      return await run(scratch.href)
    } finally {
      await client.query(`drop database if exists "${name}" with (force)`)
    }
  })
}
