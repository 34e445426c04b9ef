import { randomInt } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, typedDocument } from '#api-client/client'
import { freshDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { type RealProcess, runTypeScript } from '../support/real-process.ts'

const token = 'the-admin-token-of-the-crash-journey-0001'
/** Each of server and worker dies so often under load. */
const KILLS = 3
const WRITERS = 6
/** So many are brought in meanwhile at least. */
const ORDERS = 30

type Answer = { userErrors: { code: string; message: string }[] }

const prepare = typedDocument<Record<string, Answer>, Record<string, never>>(
  'Prepare',
  `mutation Prepare {
    w: saveWarehouse(warehouseKey: "w", name: "W", timeZone: "UTC", countryCode: GB) { userErrors { code message } }
    a: saveStockItem(item: { sku: "MUG" }) { userErrors { code message } }
    b: saveStockItem(item: { sku: "COUNTED" }) { userErrors { code message } }
    c: setStock(counts: [{ sku: "MUG", warehouse: "w", onHand: 1000000 }], reason: "INITIAL_COUNT") { userErrors { code message } }
    d: saveChannel(channelKey: "shop", kind: "custom", stages: [AUTO_RELEASE]) { userErrors { code message } }
  }`,
)
const importOne = typedDocument<
  { importOrders: Answer & { results: { outcome: string; userErrors: unknown[] }[] } },
  { orders: object[] }
>(
  'ImportOne',
  `mutation ImportOne($orders: [OrderInput!]!) {
    importOrders(orders: $orders) { results { outcome userErrors { code message } } userErrors { code message } }
  }`,
)
const addOne = typedDocument<{ adjustStock: Answer }, { key: string }>(
  'AddOne',
  `mutation AddOne($key: String!) {
    adjustStock(adjustments: [{ sku: "COUNTED", warehouse: "w", delta: 1 }], reason: "RECEIPT") @idempotent(key: $key) { userErrors { code message } }
  }`,
)
const integrity = typedDocument<{ integrity: { ok: boolean; checks: unknown[] } }, Record<string, never>>(
  'Integrity',
  'query Integrity { integrity { ok checks { name ok violations sample } } }',
)

const order = (reference: string) => ({
  channel: 'shop',
  reference,
  placedAt: '2026-11-20T10:00:00Z',
  updatedAt: '2026-11-20T10:00:00Z',
  currency: 'GBP',
  taxesIncluded: true,
  shippingAddress: { name: 'Ada', lines: ['1 Main Street'], city: 'London', postcode: 'SW1A 1AA', country: 'GB' },
  lines: [{ reference: '1', sku: 'MUG', quantity: 2, unitPrice: '10.00' }],
  payments: [{ reference: `P${reference}`, status: 'PAID', amount: '20.00' }],
})

describe('kill -9 of the server and the worker under load', () => {
  const running: Partial<Record<'server' | 'worker', RealProcess>> = {}
  let database: Awaited<ReturnType<typeof freshDatabase>>
  let env: Record<string, string>
  let client: ReturnType<typeof createClient>
  let sql: pg.Pool

  const start = async (what: 'server' | 'worker') => {
    const started = runTypeScript('src/server/main.ts', [`--${what}`], env)
    running[what] = started
    if (what === 'server') await started.line(/answers at/)
  }
  /** Counts one unit in, under a key of its own, however often it has to be said. */
  const addUnit = async (key: string) => {
    for (;;) {
      const { adjustStock } = await client.execute(addOne, { key }, { repeatSafe: true })
      // The first try may still be at work in the database when its server is gone.
      if (adjustStock.userErrors[0]?.code !== 'IDEMPOTENCY_IN_PROGRESS')
        return expect(adjustStock.userErrors).toEqual([])
    }
  }
  const count = async (query: string): Promise<number> => Number((await sql.query(query)).rows[0].count)

  beforeAll(async () => {
    database = await freshDatabase()
    const port = await freePort()
    env = {
      DATABASE_URL: database.url,
      PORT: String(port),
      CROSSDOCK_ADMIN_TOKEN: token,
      DATABASE_POOL_SIZE: '8',
      WORKER_CONCURRENCY: '4',
      LOG_LEVEL: 'error',
    }
    client = createClient({ url: `http://localhost:${port}/graphql`, token, maxWaitMs: 60_000, timeoutMs: 15_000 })
    sql = new pg.Pool({ connectionString: database.url, max: 2 })
    await Promise.all([start('server'), start('worker')])
    for (const [name, { userErrors }] of Object.entries(await client.execute(prepare, {})))
      expect(userErrors, name).toEqual([])
  })
  afterAll(async () => {
    await Promise.all(Object.values(running).map((each) => each.kill('SIGTERM')))
    await sql.end()
    await database.drop()
  })

  it('loses and doubles no order, no write with a key, no event and no job', async () => {
    const done = { references: [] as string[], over: false }
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let turn = 0; !done.over; turn++) {
        const reference = `w${writer}-${turn}`
        const { importOrders } = await client.execute(importOne, { orders: [order(reference)] }, { repeatSafe: true })
        expect([...importOrders.userErrors, ...(importOrders.results[0]?.userErrors ?? [])]).toEqual([])
        done.references.push(reference)
        await addUnit(reference)
      }
    })
    const load = Promise.all(writers)
    load.catch(() => {})
    // On a slow machine the load gets little done between two kills: it goes on until there is enough to look at.
    for (let kill = 0; kill < KILLS || done.references.length <= ORDERS; kill++) {
      for (const what of ['server', 'worker'] as const) {
        await new Promise((resolve) => setTimeout(resolve, randomInt(200, 1_500)))
        await running[what]?.kill()
        await start(what)
      }
    }
    done.over = true
    await load.catch((error) => {
      throw new Error(`the load failed; the server said: ${running.server?.output()}`, { cause: error })
    })

    const deadline = Date.now() + 90_000
    const open = `select count(*) from "order" where "status" <> 'RELEASED'`
    while (
      (await count(open)) > 0 ||
      // One that gave its tries to a successor of its key is not work that waits.
      (await count(
        `select count(*) from graphile_worker.jobs where task_identifier = 'release-order' and attempts < max_attempts`,
      )) > 0
    ) {
      if (Date.now() > deadline) {
        const { rows } = await sql.query(
          `select key, attempts, run_at - now() as due_in, locked_at, locked_by, last_error from graphile_worker.jobs`,
        )
        throw new Error(
          `${await count(open)} orders were not released, jobs left: ${JSON.stringify(rows)}; ${running.worker?.output()}`,
        )
      }
      await new Promise((resolve) => setTimeout(resolve, 200))
    }

    const stored = (await sql.query<{ reference: string }>('select "reference" from "order"')).rows.map(
      ({ reference }) => reference,
    )
    expect(stored.sort()).toEqual(done.references.sort())
    const counted = await count(
      `select coalesce(sum("available"), 0) as count from stock_level l join stock_item i on i."id" = l."stockItemId" where i."sku" = 'COUNTED'`,
    )
    expect(counted).toBe(done.references.length)
    for (const type of ['ORDER_IMPORTED', 'ORDER_RELEASED']) {
      expect(await count(`select count(*) from event where "type" = '${type}'`), type).toBe(done.references.length)
    }
    await until(
      async () => (await count('select count(*) from event')) === (await count('select count(*) from event_log')),
    )
    expect(await count('select max("position") as count from event_log')).toBe(
      await count('select count(*) from event'),
    )
    await until(
      async () =>
        (await count(`select "position" as count from consumer where "name" = 'reactor'`)) ===
        (await count('select max("position") as count from event_log')),
    )
    expect(await count('select count(*) from consumer_dead_letter')).toBe(0)
    const { integrity: found } = await client.execute(integrity, {}, { repeatSafe: true })
    expect(found).toMatchObject({ ok: true })
  }, 180_000)
})

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited 20 s for ${condition}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
