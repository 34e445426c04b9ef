import { randomBytes } from 'node:crypto'
import { chmodSync } from 'node:fs'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { startEmbedded } from '#store/embedded/start'
import { migrate } from '#store/migrate'

/** One of the test processes makes the template; the others wait for it. */
const templateLock = 7_267_303
const templateName = 'crossdock_template'

export type TestDatabase = { url: string; name: string; drop(): Promise<void> }

/**
 * A migrated database for this test file alone, on the one server of the run (real Postgres, fsync off).
 * Called at the top of a file or in `describe` it is dropped after it; called elsewhere, call `drop`.
 */
export async function freshDatabase(): Promise<TestDatabase> {
  return await createDatabase(`template "${templateName}" strategy file_copy`)
}

/** The same without tables. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return await createDatabase('template template0')
}

/** The address of the server of the run, as its maintenance database. */
export async function testServer(): Promise<string> {
  server ??= start()
  return await server
}

let server: Promise<string> | undefined

async function start(): Promise<string> {
  const folder = inject('databaseFolder')
  // mkdtemp closes it to others, and as root Postgres runs as another user.
  chmodSync(folder, 0o755)
  // Held until this test process ends, whichever way: the run's last act stops the server itself.
  const { url } = await startEmbedded(folder, { durability: 'off' })
  const maintenance = named(url, 'postgres')
  await withClient(maintenance, async (client) => {
    await client.query('select pg_advisory_lock($1)', [templateLock])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [templateName])
    if (rowCount !== 0) return
    const draft = `${templateName}_draft`
    await client.query(`drop database if exists "${draft}" with (force)`)
    await client.query(`create database "${draft}" template template0`)
    await migrate(named(url, draft))
    await client.query(`alter database "${draft}" rename to "${templateName}"`)
  })
  return maintenance
}

async function createDatabase(how: string): Promise<TestDatabase> {
  const maintenance = await testServer()
  const name = `test_${randomBytes(6).toString('hex')}`
  await withClient(maintenance, (client) => client.query(`create database "${name}" ${how}`))
  const drop = async () => {
    await withClient(maintenance, (client) => client.query(`drop database if exists "${name}" with (force)`))
  }
  try {
    afterAll(drop)
  } catch {
    // Called from within a test or hook, where nothing can be registered any more.
  }
  return { url: named(maintenance, name), name, drop }
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

function named(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}
