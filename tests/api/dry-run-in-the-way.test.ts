import { afterAll, expect, test } from 'vitest'
import { DRY_RUN_LOCK_MS } from '#server/limits'
import { startRuntime } from '#server/runtime'
import { serve } from '#server/serve'
import { tablesDigest } from '../support/digest.ts'
import { seedChannel, seedWarehouse } from '../support/seed.ts'
import { startServer } from '../support/server.ts'

// Two servers on one database: a dry run in one, real writes in the other.
const server = await startServer()
const { store, config, logger, databaseUrl } = server.runtime
const runtime = await startRuntime({ ...config, databaseUrl, port: 0 }, logger)
const other = await serve(runtime)
afterAll(async () => {
  await other.stop()
  await runtime.close()
})

await seedChannel(store, 'shop')
await seedWarehouse(store, 'leeds')
await server.post('mutation { saveStockItem(item: { sku: "MUG" }) { userErrors { code } } }')

const adjust = (units: number) =>
  `adjustStock(adjustments: [{ sku: "MUG", warehouse: "leeds", delta: ${units} }], reason: "RECEIPT") {
    results { userErrors { message } } userErrors { message } }`
/** Steps that each wait half a second for a lock, while the dry run keeps what it has. */
const STEPS = 10
const longDryRun = `mutation @dryRun { ${adjust(1)} ${Array.from(
  { length: STEPS },
  (_, n) => `s${n}: raiseException(kind: MANUAL, summary: "Look ${n}") { userErrors { code } }`,
).join(' ')} }`

const post = async (document: string) => {
  const response = await fetch(`${other.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.adminToken}` },
    body: JSON.stringify({ query: document }),
  })
  return (await response.json()) as { errors?: unknown[]; data?: unknown }
}

/** Until the dry run has its stock and waits for the next lock. */
async function dryRunWaits(): Promise<void> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const { rowCount } = await store.pool.query(
      `select from pg_stat_activity where application_name = 'crossdock dry run' and wait_event_type = 'Lock' and datname = current_database()`,
    )
    if (rowCount === 1) return
    if (Date.now() > deadline) throw new Error('the dry run never waited')
  }
}

test('a real write of another server does not wait for a dry run, which is ended and says so', async () => {
  const before = await tablesDigest(store.pool)
  const blocker = await store.pool.connect()
  await blocker.query('begin')
  await blocker.query('lock table exception_case in exclusive mode')
  const dry = server.post(longDryRun)
  await dryRunWaits()

  const began = performance.now()
  const { errors, data } = await post(`mutation { ${adjust(5)} }`)
  const took = performance.now() - began
  const { body } = await dry
  const dryTook = performance.now() - began
  await blocker.query('rollback')
  blocker.release()

  expect({ errors, data }).toEqual({ data: { adjustStock: { results: [{ userErrors: [] }], userErrors: [] } } })
  // 200 ms on a quiet machine; the dry run itself would have gone on for five seconds.
  expect(took).toBeLessThan((STEPS * DRY_RUN_LOCK_MS) / 4)
  expect(dryTook).toBeLessThan((STEPS * DRY_RUN_LOCK_MS) / 2)
  expect(body.data).toBeUndefined()
  expect(body.errors).toMatchObject([
    { message: expect.stringContaining('a real write waited'), extensions: { code: 'DRY_RUN_FAILED' } },
  ])
  expect(await tablesDigest(store.pool)).not.toBe(before)
})

test('afterwards dry runs go on as before', async () => {
  const { body } = await server.post(`mutation @dryRun { ${adjust(1)} }`)
  expect(body).toEqual({ data: { adjustStock: { results: [{ userErrors: [] }], userErrors: [] } } })
})

test('dry runs that wait for each other are not ended for it', async () => {
  const runs = await Promise.all([1, 2, 3].map((units) => server.post(`mutation @dryRun { ${adjust(units)} }`)))
  for (const { body } of runs) expect(body.errors).toBeUndefined()
})
