import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { seeded, until } from '../live/support.ts'
import { Follower } from '../support/follower.ts'
import { freePort } from '../support/free-port.ts'
import { OwnPostgres } from '../support/own-postgres.ts'
import { hasRedis, OwnRedis } from '../support/own-redis.ts'
import { adminToken, importOne, orderOf, type Product, prepareShop, startProduct } from '../support/product.ts'

/** How long everything is killed, frozen and started again. */
const CHAOS_MS = 120_000
const SEED = 20_261_129
const WRITERS = 4
const FOLLOWERS = 4
/** A request that its server does not answer in this time, frozen or gone, is sent again. */
const ANSWER_MS = 8_000

if (!hasRedis) console.warn('without Redis: no redis-server on this machine (.ci/run installs it)')

/** Sends until it is answered well, at one server after the other; what it sends is safe to repeat. */
async function insist(urls: readonly string[], turn: number, query: string, variables: object): Promise<void> {
  for (let attempt = turn; ; attempt++) {
    const answer = await fetch(`${urls[attempt % urls.length]}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${adminToken}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
      .then((response) => response.json())
      .catch(() => undefined)
    const root = Object.values<{ userErrors: { code: string }[] }>(answer?.data ?? {})[0]
    if (answer !== undefined && answer.errors === undefined && root?.userErrors.length === 0) return
    await pause(50)
  }
}

const addOne = `mutation ($key: String!) {
  adjustStock(adjustments: [{ sku: "COUNTED", warehouse: "w", delta: 1 }], reason: "RECEIPT") @idempotent(key: $key) { userErrors { code } } }`

describe('two servers, a worker, Postgres and Redis, killed, frozen and started again for two minutes', () => {
  test(
    'nothing acknowledged is lost, nothing is doubled, and each subscriber sees every event once and in order',
    async () => {
      const postgres = await OwnPostgres.create()
      const redis = hasRedis ? await OwnRedis.create() : undefined
      onTestFinished(async () => {
        await redis?.kill()
        await postgres.drop()
      })
      const env = { DATABASE_URL: postgres.url, ...(redis === undefined ? {} : { REDIS_URL: redis.url }) }
      const ports = [await freePort(), await freePort()]
      const urls = ports.map((port) => `http://127.0.0.1:${port}`)
      const running: Record<'first' | 'second' | 'worker', Product> = {
        first: await startProduct('server', env, ports[0]),
        second: await startProduct('server', env, ports[1]),
        worker: await startProduct('worker', { ...env, CROSSDOCK_URL: `${urls[0]}/graphql` }),
      }
      await Promise.all([running.first.line(/answers at/), running.second.line(/answers at/)])
      await insist(urls, 0, `mutation { saveStockItem(item: { sku: "COUNTED" }) { userErrors { code } } }`, {})
      expect((await running.first.post(prepareShop)).status).toBe(200)
      const followers = Array.from(
        { length: FOLLOWERS },
        (_, n) => new Follower(n % 2 === 0 ? urls : urls.toReversed()),
      )
      await until(() => followers.every((each) => each.isFollowing), 'all follow')
      const starts = followers.map((each) => each.position)

      let over = false
      const acknowledged: string[] = []
      const load = Array.from({ length: WRITERS }, async (_, writer) => {
        for (let turn = 0; !over; turn++) {
          const reference = `w${writer}-${turn}`
          await insist(urls, writer, importOne, { orders: [orderOf(reference)] })
          await insist(urls, writer, addOne, { key: reference })
          acknowledged.push(reference)
        }
      })

      const counts = await chaos({ postgres, redis, running, env, ports, urls })
      over = true
      await Promise.all(load)
      for (const [name, product] of Object.entries(running))
        expect(product.isAlive(), `${name}: ${product.output()}`).toBe(true)
      for (const server of [running.first, running.second])
        await until(async () => (await server.ready())?.status === 200, 'it is ready', 30_000)

      const sql = new pg.Client({ connectionString: postgres.url })
      await sql.connect()
      const count = async (text: string) => Number((await sql.query(text)).rows[0].count)
      await until(
        async () => (await count(`select count(*) from "order" where "status" <> 'RELEASED'`)) === 0,
        'all is released',
        90_000,
      )
      const { rows } = await sql.query<{ reference: string }>('select "reference" from "order"')
      expect(rows.map(({ reference }) => reference).sort()).toEqual(acknowledged.sort())
      for (const type of ['ORDER_IMPORTED', 'ORDER_RELEASED'])
        expect(await count(`select count(*) from event where "type" = '${type}'`), type).toBe(acknowledged.length)
      expect(
        await count(`select coalesce(sum("available"), 0) as count from stock_level l
        join stock_item i on i."id" = l."stockItemId" where i."sku" = 'COUNTED'`),
      ).toBe(acknowledged.length)
      await until(
        async () =>
          (await count('select count(*) from event')) === (await count('select "head" as count from log_head')),
        'all has its place',
      )
      const head = await count('select "head" as count from log_head')
      await until(() => followers.every(({ position }) => position >= head), 'all received everything', 60_000)
      for (const [index, { positions, faults }] of followers.entries()) {
        expect(faults).toEqual([])
        const from = starts[index]! + 1
        expect(positions).toEqual(Array.from({ length: head - starts[index]! }, (_, n) => from + n))
      }
      const { body } = await running.second.post('{ integrity { ok checks { name ok sample } } }')
      expect(body.data.integrity).toMatchObject({ ok: true })
      await Promise.all(followers.map((each) => each.stop()))
      await sql.end()
      console.log(`${acknowledged.length} orders, ${head} events, ${FOLLOWERS} followers; ${JSON.stringify(counts)}`)
    },
    CHAOS_MS + 400_000,
  )
})

interface World {
  postgres: OwnPostgres
  redis: OwnRedis | undefined
  running: Record<'first' | 'second' | 'worker', Product>
  env: Record<string, string>
  ports: number[]
  urls: string[]
}

/** One fault after the other, each over before the next; answers with how often each was. */
async function chaos({ postgres, redis, running, env, ports, urls }: World): Promise<Record<string, number>> {
  const random = seeded(SEED)
  const between = (least: number, most: number) => least + random() * (most - least)
  const killServer = async (name: 'first' | 'second') => {
    await running[name].kill()
    running[name] = await startProduct('server', env, ports[name === 'first' ? 0 : 1])
    await running[name].line(/answers at/)
  }
  const frozen = async (what: { freeze(): void; thaw(): void }, most: number) => {
    what.freeze()
    await pause(between(500, most))
    what.thaw()
  }
  const product = ({ child }: Product) => ({ freeze: () => child.kill('SIGSTOP'), thaw: () => child.kill('SIGCONT') })
  const faults: Record<string, () => Promise<unknown>> = {
    'server killed': () => killServer(random() < 0.5 ? 'first' : 'second'),
    'server frozen': () => frozen(product(running[random() < 0.5 ? 'first' : 'second']), 3_000),
    'worker killed': async () => {
      await running.worker.kill()
      running.worker = await startProduct('worker', { ...env, CROSSDOCK_URL: `${urls[1]}/graphql` })
    },
    'Postgres killed': async () => {
      await postgres.kill()
      await pause(between(100, 2_000))
      await postgres.start()
    },
    'Postgres crashed': () => postgres.crash().catch(() => {}),
    'Postgres frozen': () => frozen(postgres, 4_000),
    ...(redis && {
      'Redis killed': async () => {
        await redis.kill()
        await pause(between(100, 2_000))
        redis.start()
      },
      'Redis frozen': () => frozen(redis, 4_000),
    }),
  }
  const names = Object.keys(faults)
  const counts: Record<string, number> = {}
  const until = Date.now() + CHAOS_MS
  while (Date.now() < until) {
    const name = names[Math.floor(random() * names.length)]!
    counts[name] = (counts[name] ?? 0) + 1
    await faults[name]!()
    await pause(between(200, 2_000))
  }
  return counts
}
