import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { until } from '../live/support.ts'
import { OwnPostgres } from '../support/own-postgres.ts'
import { startProduct } from '../support/product.ts'

const primary = await OwnPostgres.create()
afterAll(() => primary.drop())

test.each(['server', 'worker'] as const)(
  'a %s that is pointed at a hot standby says so in one sentence and does not start',
  async (part) => {
    const standby = await primary.standby()
    try {
      const started = await startProduct(part, { DATABASE_URL: standby.url })
      expect(await started.ended).toBe(1)
      expect(started.output()).toMatch(
        /^The database at 127\.0\.0\.1:\d+\/crossdock is a standby and takes no writes: point DATABASE_URL at the primary, or promote this one\.\n$/,
      )
    } finally {
      await standby.drop()
    }
  },
  60_000,
)

test('a server whose database becomes read-only is not ready and answers SERVICE_UNAVAILABLE, and is ready when it is over', async () => {
  const server = await startProduct('server', { DATABASE_URL: primary.url })
  await server.line(/answers at/)
  let items = 0
  const save = () => server.post(`mutation { saveStockItem(item: { sku: "${++items}" }) { userErrors { message } } }`)
  expect((await save()).status).toBe(200)
  const sql = new pg.Client({ connectionString: primary.url.replace(/crossdock$/, 'postgres') })
  await sql.connect()
  try {
    await sql.query('alter database crossdock set default_transaction_read_only = on')
    await sql.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'crossdock'`)
    await until(async () => (await server.ready())?.said === 'the database is read-only', 'it is not ready')
    expect(await save()).toMatchObject({
      status: 503,
      body: { errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] },
    })
    await sql.query('alter database crossdock set default_transaction_read_only = off')
    await sql.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'crossdock'`)
    await until(async () => (await server.ready())?.status === 200, 'it is ready again', 40_000)
    expect((await save()).status).toBe(200)
  } finally {
    await sql.end()
  }
}, 90_000)
