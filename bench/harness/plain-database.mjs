import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { skus } from './shop.mjs'

const { migrate } = await import('../../dist/store/migrate.js')
const name = 'bench_peers'

/**
 * A second database in the same Postgres, with the project's own tables and the same channel and SKUs, and with nobody reading its log:
 * what the peers write costs the server under test nothing, and the other way round.
 */
export async function plainDatabase(server) {
  const url = server.databaseUrl().replace(/\/crossdock$/, `/${name}`)
  const admin = new pg.Client({ connectionString: server.databaseUrl() })
  await admin.connect()
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [name])
  if (rowCount === 0) await admin.query(`create database ${name} template template0`)
  await admin.end()
  if (rowCount > 0) return url
  await migrate(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`insert into channel (id, key, name, kind) values (gen_random_uuid(), 'bench', 'Bench', 'custom')`)
  await client.query('insert into stock_item (id, sku) select gen_random_uuid(), unnest($1::text[])', [skus])
  await client.query(`create table bench_stock (id int primary key, available int not null check (available >= 0));
    insert into bench_stock select n, 100000000 from generate_series(1, ${skus.length}) n`)
  await client.query('vacuum analyze')
  await client.end()
  return url
}

/** What takes one unit from one of so many rows. */
export const decrement = (rows) =>
  `\\set id random(1, ${rows})\nupdate bench_stock set available = available - 1 where id = :id;\n`

/** Transactions of a script a second, by pgbench: 16 clients, prepared; `until` says how long, as pgbench's own options. */
export async function pgbench(url, script, until) {
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-pgbench-'))
  const file = join(folder, 'script.sql')
  writeFileSync(file, script)
  const { hostname, port, username, password, pathname } = new URL(url)
  const where = ['-h', hostname, '-p', port, '-U', username]
  const how = ['-n', '-M', 'prepared', '-c', '16', '-j', '2', ...until]
  try {
    const { stdout } = await promisify(execFile)('pgbench', [...where, ...how, '-f', file, pathname.slice(1)], {
      env: { ...process.env, PGPASSWORD: decodeURIComponent(password) },
    })
    return Number(/tps = ([\d.]+)/.exec(stdout)[1])
  } catch (error) {
    if (error.code === 'ENOENT')
      throw new Error('pgbench is not there: install it (postgresql-contrib) to run this scenario')
    throw error
  } finally {
    rmSync(folder, { recursive: true })
  }
}
