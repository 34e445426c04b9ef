import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { stopEmbedded } from '#store/embedded/start'
import { until } from '../live/support.ts'
import { OwnPostgres } from '../support/own-postgres.ts'
import { importOne, orderOf, type Product, prepareShop, startProduct } from '../support/product.ts'

/** Orders come in until `stop`: each is sent until it is stored. Answers with how many there are, and how often each answer came. */
function keepImporting(product: Product, name: string) {
  const answers = new Map<string, number>()
  let stored = 0
  let over = false
  let isGivenUp = false
  const load = Promise.all(
    [0, 1, 2, 3].map(async (writer) => {
      for (let turn = 0; !over; turn++) {
        for (;;) {
          const { status, body } = await product.post(importOne, { orders: [orderOf(`${name}-${writer}-${turn}`)] })
          const answer = `${status} ${body.errors?.[0]?.extensions.code ?? 'stored'}`
          answers.set(answer, (answers.get(answer) ?? 0) + 1)
          if (status === 200) break
          if (isGivenUp) return
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
        stored += 1
      }
    }),
  )
  load.catch(() => {})
  return {
    answers,
    stored: () => stored,
    async stop() {
      over = true
      await load
    },
    /** What is not stored yet stays out. */
    async giveUp() {
      isGivenUp = true
      await this.stop()
    },
  }
}

const released = async (product: Product): Promise<number> =>
  (await product.post('{ orders(filter: { statuses: [RELEASED] }) { totalCount } }')).body.data.orders.totalCount

/** Under load the database is lost by `lose`, and comes back; nothing of the process may end, and all work is done. */
async function survives(product: Product, name: string, lose: () => Promise<unknown>): Promise<void> {
  const before = await released(product)
  const load = keepImporting(product, name)
  await until(() => load.stored() > 20, 'orders come in', 30_000)
  await until(async () => (await released(product)) > before, 'jobs run', 30_000)
  await lose()
  const then = load.stored()
  await until(() => load.stored() > then + 20, 'orders come in again', 60_000)
  await load.stop()
  expect([...load.answers.keys()].sort()).toEqual(['200 stored', '503 SERVICE_UNAVAILABLE'])
  await until(async () => (await released(product)) === before + load.stored(), 'the jobs release them all', 40_000)
  expect(await product.ready()).toEqual({ status: 200, said: 'ready' })
  expect(product.isAlive(), product.output()).toBe(true)
}

const postgres = await OwnPostgres.create()
afterAll(() => postgres.drop())

test('server and worker in one process survive that their Postgres is killed, three times, and do all their work', async () => {
  const product = await startProduct('both', { DATABASE_URL: postgres.url })
  await product.line(/answers at/)
  expect((await product.post(prepareShop)).status).toBe(200)
  for (let round = 0; round < 3; round++) {
    await survives(product, `killed-${round}`, async () => {
      await postgres.kill()
      await until(async () => (await product.ready())?.status === 503, 'it says that it is not ready')
      await postgres.start()
    })
  }
  await survives(product, 'crashed', async () => {
    await postgres.crash().catch(() => {}) // the connection that asks for it is lost with all others
  })
  expect(await product.kill('SIGTERM')).toBe(0)
}, 180_000)

test('a process whose jobs end while Postgres is away stops in order all the same', async () => {
  const product = await startProduct('both', { DATABASE_URL: postgres.url })
  await product.line(/answers at/)
  expect((await product.post(prepareShop)).status).toBe(200)
  const before = await released(product)
  const load = keepImporting(product, 'stopped')
  await until(async () => (await released(product)) > before + 5, 'jobs run', 30_000)
  await postgres.kill()
  await until(async () => (await product.ready())?.status === 503, 'it says that it is not ready')
  await load.giveUp()
  expect([await product.kill('SIGTERM'), product.output()]).toEqual([0, expect.not.stringContaining('unhandled')])
  await postgres.start()
}, 60_000)

test('server and worker bring their own Postgres back when it is killed, and do all their work', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-lost-'))
  chmodSync(folder, 0o755)
  try {
    const product = await startProduct('both', { CROSSDOCK_DATA: folder })
    await product.line(/answers at/)
    expect((await product.post(prepareShop)).status).toBe(200)
    for (let round = 0; round < 2; round++) {
      await survives(product, `own-${round}`, async () => {
        const pid = Number(readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
        process.kill(pid, 'SIGKILL')
      })
    }
    expect(await product.kill('SIGTERM')).toBe(0)
  } finally {
    await stopEmbedded(folder)
    rmSync(folder, { recursive: true, force: true })
  }
}, 180_000)
