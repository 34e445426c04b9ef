import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { main } from '#cli/main'
import { isolateFailures } from '#domain/isolate-failures'
import { ask, Pipeline } from '#engines/pipeline'
import { openPool } from '#store/pool'
import { emptyDatabase, freshDatabase } from '../support/database.ts'
import { hasPgBouncer, hasPreparedStatements, PgBouncer } from '../support/pgbouncer.ts'
import { startProduct } from '../support/product.ts'

if (!hasPgBouncer) console.warn('skipped: no pgbouncer on this machine (.ci/run installs it)')
else if (!hasPreparedStatements)
  console.warn('skipped in part: this pgbouncer is older than 1.21 and knows no prepared statements')

describe.skipIf(!hasPgBouncer)('behind PgBouncer in transaction mode', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  let bouncer: PgBouncer
  beforeAll(async () => {
    database = await freshDatabase()
    bouncer = await PgBouncer.before(database.url)
  })
  afterAll(async () => {
    await bouncer.stop()
    await database.drop()
  })

  test('a start without DIRECT_DATABASE_URL is refused in one sentence that names it, and leaves no lock', async () => {
    const empty = await emptyDatabase()
    const before = await PgBouncer.before(empty.url)
    try {
      const server = await startProduct('server', { DATABASE_URL: before.url })
      expect(await server.ended).toBe(1)
      expect(server.output()).toMatch(
        /^The database at .+ is reached through a pooler such as PgBouncer, .+: set DIRECT_DATABASE_URL .+\.\n$/,
      )
      const sql = new pg.Client({ connectionString: empty.url })
      await sql.connect()
      const { rows } = await sql.query(
        `select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
      )
      await sql.end()
      expect(rows).toEqual([])
    } finally {
      await before.stop()
      await empty.drop()
    }
  })

  test.skipIf(!hasPreparedStatements)('a server with DIRECT_DATABASE_URL works', async () => {
    const server = await startProduct('server', { DATABASE_URL: bouncer.url, DIRECT_DATABASE_URL: database.url })
    await server.line(/answers at/)
    const saved = await server.post(`mutation { saveStockItem(item: { sku: "MUG" }) { userErrors { message } } }`)
    expect(saved).toEqual({ status: 200, body: { data: { saveStockItem: { userErrors: [] } } } })
    expect((await server.post('{ stockItems { nodes { sku } } }')).body.data.stockItems.nodes).toEqual([{ sku: 'MUG' }])
    expect(await server.ready()).toEqual({ status: 200, said: 'ready' })
  })

  test('the settings of a session hold in every transaction, and reach nobody else', async () => {
    // One session of the database for all three, so that each transaction meets what the one before left there.
    const narrow = await PgBouncer.before(database.url, 1)
    const generic = openPool(narrow.url, { size: 1, genericPlans: true, statementMs: 12_000 })
    const lookups = openPool(narrow.url, { size: 1, statementMs: 9_000 })
    const other = openPool(narrow.url, { size: 1 })
    const plain = new pg.Client({ connectionString: narrow.url })
    await plain.connect()
    const text = `select concat_ws(' ', current_setting('jit'), current_setting('plan_cache_mode'), current_setting('statement_timeout')) as r`
    const pipeline = new Pipeline({ pool: lookups, isolateFailures })
    try {
      for (let round = 0; round < 5; round++) {
        expect(await ask(generic, { name: 'of_generic', text }, [])).toEqual(['off force_generic_plan 12s'])
        expect(await ask(other, { name: 'of_other', text }, [])).toEqual(['off auto 0'])
        const two = [1, 2].map((n) => pipeline.ask({ name: `of_lookup_${n}`, text }, []))
        expect(await Promise.all(two)).toEqual([['off auto 9s'], ['off auto 9s']])
        const { rows } = await plain.query(
          `select current_setting('statement_timeout') as timeout, current_setting('plan_cache_mode') as plans`,
        )
        expect(rows).toEqual([{ timeout: '0', plans: 'auto' }])
      }
    } finally {
      await plain.end()
      await Promise.all([generic.end(), lookups.end(), other.end()])
      await narrow.stop()
    }
  })

  test.skipIf(!hasPreparedStatements)('doctor sees that they hold', async () => {
    vi.stubEnv('DATABASE_URL', bouncer.url)
    vi.stubEnv('DIRECT_DATABASE_URL', database.url)
    const printed: string[] = []
    expect(await main(['doctor'], { print: (line) => printed.push(line), warn: () => {} })).toBe(1) // fsync is off in tests
    expect(printed).toContain('ok       the settings of a session hold in every transaction')
    vi.unstubAllEnvs()
  })
})
