import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { findPending, migrate, resolveMigration } from '#store/migrate'
import { createMigration, findDrift } from '#store/migration/create'
import { prismaFolder, readMigrations } from '#store/migration/folder'
import { requireServer } from '#store/migration/history'
import { emptyDatabase, freshDatabase, testServer } from '../support/database.ts'

/** What a process of its own runs. */
const built = new URL('../../dist/store/migrate.js', import.meta.url).href
const scratch = mkdtempSync(join(tmpdir(), 'crossdock-migrate-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

async function query<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

/** A prisma folder of one table, and the migrations given. */
function project(name: string, migrations: Record<string, string>): string {
  const folder = join(scratch, name)
  mkdirSync(join(folder, 'schema'), { recursive: true })
  writeFileSync(
    join(folder, 'schema', 'schema.prisma'),
    'datasource db {\n  provider = "postgresql"\n}\nmodel Box {\n  id Int @id\n  @@map("box")\n}\n',
  )
  for (const [each, sql] of Object.entries(migrations)) {
    mkdirSync(join(folder, 'migrations', each), { recursive: true })
    writeFileSync(join(folder, 'migrations', each, 'migration.sql'), sql)
  }
  return folder
}

const box = 'CREATE TABLE "box" ("id" INTEGER NOT NULL, CONSTRAINT "box_pkey" PRIMARY KEY ("id"));'

describe('the schema folder and the migrations', () => {
  it('agree on every table, column, default, key and full index', async () => {
    expect(await findDrift(await testServer())).toBe('')
  })

  it('are distinguished when a column or an index is missing, functions and triggers included in the file', async () => {
    const folder = join(scratch, 'changed')
    cpSync(prismaFolder, folder, { recursive: true })
    const file = join(folder, 'schema', 'log.prisma')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('model Consumer {', 'model Consumer {\n  note String?\n  @@index([updatedAt])'))
    const sql = await findDrift(await testServer(), folder)
    expect(sql).toContain('ALTER TABLE "consumer" ADD COLUMN     "note" TEXT')
    expect(sql).toContain('CREATE INDEX "consumer_updatedAt_idx"')
  })

  it('become a new migration where they differ, and none where they agree', async () => {
    const folder = project('create', {})
    mkdirSync(join(folder, 'migrations'))
    const now = new Date('2026-11-05T06:07:08Z')
    const file = await createMigration(await testServer(), 'Add boxes!', now, folder)
    expect(file).toBe(join(folder, 'migrations', '20261105060708_add_boxes', 'migration.sql'))
    expect(readFileSync(file ?? '', 'utf8')).toContain('CREATE TABLE "box"')
    expect(await createMigration(await testServer(), 'again', now, folder)).toBeUndefined()
  })
})

describe('migrating', () => {
  it('is recorded as prisma migrate deploy records it, and has nothing to do the second time', async () => {
    const database = await emptyDatabase()
    const names = readMigrations().map(({ name }) => name)
    expect(await findPending(database.url)).toEqual(names)
    expect(await migrate(database.url)).toEqual(names)
    expect(await migrate(database.url)).toEqual([])
    const rows = await query<{ migration_name: string; steps: number }>(
      database.url,
      'select migration_name, applied_steps_count as steps from _prisma_migrations where finished_at is not null order by 1',
    )
    expect(rows).toEqual(names.map((name) => ({ migration_name: name, steps: 1 })))
  })

  it('keeps functions with semicolons whole', async () => {
    const database = await freshDatabase()
    const functions = await query<{ proname: string }>(
      database.url,
      `select proname from pg_proc where pronamespace = 'public'::regnamespace`,
    )
    const written = readMigrations().flatMap(({ sql }) => [...sql.matchAll(/CREATE (?:OR REPLACE )?FUNCTION "(\w+)"/g)])
    expect(functions.map((row) => row.proname).sort()).toEqual([...new Set(written.map((each) => each[1]))].sort())
  })

  it('by several servers that start at once is done once', async () => {
    const database = await emptyDatabase()
    const applied = await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)])
    expect(applied.flat()).toEqual(readMigrations().map(({ name }) => name))
  })

  it('gives way to a running query and tries again', async () => {
    const folder = project('waits', { '1_box': box })
    const database = await emptyDatabase()
    await migrate(database.url, { prisma: folder })
    const later = project('waits', { '2_note': 'ALTER TABLE "box" ADD COLUMN "note" TEXT;' })
    const reader = new pg.Client({ connectionString: database.url })
    await reader.connect()
    await reader.query('begin; select * from box')
    const migrating = migrate(database.url, { prisma: later })
    const [row] = await until(() =>
      query(database.url, `select logs from _prisma_migrations where migration_name = '2_note' and logs is not null`),
    )
    expect(row?.logs).toContain('lock timeout')
    await reader.end()
    expect(await migrating).toEqual(['2_note'])
  })

  it('goes on by itself where a process was killed in the middle of one, whether Postgres still ended it or not', async () => {
    const database = await emptyDatabase()
    await migrate(database.url, { prisma: project('dies', { '1_box': box }) })
    const prisma = project('dies', { '2_note': 'ALTER TABLE "box" ADD COLUMN "note" TEXT' })
    const call = `import(${JSON.stringify(built)}).then(({ migrate }) => migrate(${JSON.stringify(database.url)}, { prisma: ${JSON.stringify(prisma)} }))`
    const reader = new pg.Client({ connectionString: database.url })
    await reader.connect()
    for (const isEnded of [false, true]) {
      await reader.query('begin; select * from box')
      const dying = spawn(process.execPath, ['-e', call], { stdio: 'ignore' })
      const [script] = await until(() =>
        query<{ pid: number }>(
          database.url,
          `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'ALTER TABLE%'`,
        ),
      )
      dying.kill('SIGKILL')
      if (!isEnded) await query(database.url, `select pg_terminate_backend(${script!.pid})`)
      await reader.query('rollback')
      expect(await migrate(database.url, { prisma })).toEqual(isEnded ? [] : ['2_note'])
      const [row] = await query(
        database.url,
        `select count(*) filter (where finished_at is not null)::int as finished, count(rolled_back_at)::int as "rolledBack" from _prisma_migrations`,
      )
      expect(row).toEqual({ finished: 2, rolledBack: isEnded ? 0 : 1 })
      await query(
        database.url,
        `alter table box drop column note; delete from _prisma_migrations where migration_name = '2_note'`,
      )
    }
    await reader.end()
  })

  it('refuses a database that is newer than this build', async () => {
    const database = await emptyDatabase()
    await migrate(database.url, { prisma: project('newer', { '1_box': box, '2_more': 'select 1' }) })
    const older = project('older', { '1_box': box })
    await expect(migrate(database.url, { prisma: older })).rejects.toThrow(
      'The database is newer than this Crossdock, which does not know its migration 2_more',
    )
  })

  it('refuses a migration that was changed after it was applied, but not one whose line ends git changed', async () => {
    const database = await emptyDatabase()
    await migrate(database.url, { prisma: project('edited', { '1_box': `${box}\n` }) })
    expect(await migrate(database.url, { prisma: project('edited', { '1_box': `${box}\r\n` }) })).toEqual([])
    const edited = project('edited', { '1_box': `${box} -- better` })
    await expect(migrate(database.url, { prisma: edited })).rejects.toThrow('The migration 1_box was changed after')
  })

  it('refuses tables of something else', async () => {
    const database = await emptyDatabase()
    await query(database.url, 'create table wordpress (id int)')
    await expect(migrate(database.url)).rejects.toThrow('The database holds tables of something else')
  })

  it('that failed leaves nothing behind, is refused until it is resolved, and can then be done', async () => {
    const database = await emptyDatabase()
    const [first = ''] = readdirSync(join(prismaFolder, 'migrations')).filter((name) => /^\d/.test(name))
    const broken = project('broken', { [first]: `${box} CREATE TABLE "lid" ("id" NOSUCHTYPE);` })
    await expect(migrate(database.url, { prisma: broken })).rejects.toThrow(
      `The migration ${first} failed and this Crossdock cannot run on the database: type "nosuchtype" does not exist`,
    )
    expect(await query(database.url, `select to_regclass('box') as box`)).toEqual([{ box: null }])
    await expect(migrate(database.url)).rejects.toThrow(`The migration ${first} failed earlier`)
    await resolveMigration(database.url, first, 'rolled-back')
    expect(await migrate(database.url)).toContain(first)
    await expect(resolveMigration(database.url, first, 'applied')).rejects.toThrow('did not fail here')
  })
})

describe('a server that cannot be used gets one sentence', () => {
  it('when it is older than Postgres 15', () => {
    expect(() => requireServer({ number: 140_012, isStandby: false, isReadOnly: false }, 'db:5432/shop')).toThrow(
      'The server at db:5432/shop is Postgres 14 and Crossdock needs 15 or newer',
    )
    expect(() => requireServer({ number: 150_000, isStandby: false, isReadOnly: false }, 'db')).not.toThrow()
  })

  it('when it does not answer, with the address and without the password', async () => {
    const failure = await migrate('postgresql://me:hush@127.0.0.1:1/shop').catch((error: Error) => error.message)
    expect(failure).toBe(
      'The database at 127.0.0.1:1/shop does not answer: start it, or check host and port in DATABASE_URL.',
    )
  })

  it('when the database or the password is wrong', async () => {
    const url = new URL(await testServer())
    url.pathname = '/nosuch'
    await expect(migrate(url.href)).rejects.toThrow('does not exist on its server')
    url.password = 'wrong'
    await expect(migrate(url.href)).rejects.toThrow('refuses this user or password')
  })
})

async function until<T>(look: () => Promise<T[]>): Promise<T[]> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const found = await look()
    if (found.length > 0 || Date.now() > deadline) return found
    await new Promise((done) => setTimeout(done, 25))
  }
}
