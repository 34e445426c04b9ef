import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { decodeCursor } from '#events/cursor'
import { stopEmbedded } from '#store/embedded/start'
import { WRITES_REFUSED_MS } from '#store/readiness'
import { until } from '../live/support.ts'
import { Follower } from '../support/follower.ts'
import { OwnPostgres } from '../support/own-postgres.ts'
import { adminToken, importOne, orderOf, type Product, prepareShop, startProduct } from '../support/product.ts'

/** Subscribers who ask for what lies behind each event, while the database goes. */
const FOLLOWERS = 8

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
  const followers = Array.from({ length: FOLLOWERS }, () => new Follower([product.url]))
  await until(() => followers.every((each) => each.isFollowing), 'all follow')
  const starts = followers.map(({ position }) => position)
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
  const { body } = await product.post('{ eventLog { head } }')
  const { position: head } = decodeCursor(body.data.eventLog.head) as { position: number }
  await until(() => followers.every(({ position }) => position >= head), 'all received everything', 30_000)
  for (const [index, { positions, faults }] of followers.entries()) {
    const from = starts[index]! + 1
    expect(faults, 'deliveries with parts missing').toEqual([])
    expect(positions.slice(0, head - from + 1)).toEqual(Array.from({ length: head - from + 1 }, (_, n) => from + n))
  }
  await Promise.all(followers.map((each) => each.stop()))
  expect(await product.kill('SIGTERM')).toBe(0)
}, 180_000)

test('while Postgres is away every request is answered 503 SERVICE_UNAVAILABLE, whatever it is and whoever is known already', async () => {
  const server = await startProduct('server', { DATABASE_URL: postgres.url })
  await server.line(/answers at/)
  const ask = async (path: string, accept: string, body?: object, token = adminToken) => {
    const response = await fetch(`${server.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { accept, 'content-type': 'application/json', authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() }
  }
  const json = 'application/json'
  const query = { query: '{ orders { nodes { number } } }' }
  const mutation = { query: 'mutation { saveStockItem(item: { sku: "NEW" }) { userErrors { message } } }' }
  const stream = { query: 'subscription { events { cursor } }' }
  expect((await ask('/graphql', json, query)).status).toBe(200) // the token is remembered for some seconds
  await postgres.kill()
  const asked = [
    ask('/graphql', json, query),
    ask('/graphql', 'application/graphql-response+json', query),
    ask('/graphql', 'application/json;q=0.5', query), // through Yoga
    ask('/graphql', json, mutation),
    ask('/graphql', 'text/event-stream', stream),
    ask('/graphql', json, query, 'a-token-that-nobody-knows-0000000001'),
    ask('/graphql', 'text/event-stream', stream, 'a-token-that-nobody-knows-0000000001'),
    ask('/metrics', '*/*'),
  ]
  for (const answer of await Promise.all(asked)) {
    expect(answer).toMatchObject({ status: 503, retryAfter: '1' })
    expect(answer.text).toContain('"code":"SERVICE_UNAVAILABLE"')
    expect(answer.text).not.toContain('"http"')
  }
  await postgres.start()
  await until(async () => (await ask('/graphql', json, query)).status === 200, 'it answers again')
}, 90_000)

test('a disk that is full is SERVICE_UNAVAILABLE, and the server is not ready for a while', async () => {
  const server = await startProduct('server', { DATABASE_URL: postgres.url })
  await server.line(/answers at/)
  const sql = new pg.Client({ connectionString: postgres.url })
  await sql.connect()
  // As Postgres says it when a file cannot grow.
  await sql.query(`create function no_room() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`)
  await sql.query('create trigger no_room before insert on stock_item for each row execute function no_room()')
  let items = 0
  const save = () =>
    server.post(`mutation { saveStockItem(item: { sku: "FULL-${++items}" }) { userErrors { message } } }`)
  expect(await save()).toMatchObject({
    status: 503,
    body: { errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] },
  })
  expect(await server.ready()).toEqual({ status: 503, said: 'the database refuses writes' })
  await sql.query('drop function no_room cascade')
  await sql.end()
  expect((await save()).status).toBe(200)
  await until(async () => (await server.ready())?.status === 200, 'it is ready again', WRITES_REFUSED_MS + 10_000)
}, 60_000)

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
