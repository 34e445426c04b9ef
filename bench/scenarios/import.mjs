import { plainDatabase } from '../harness/plain-database.mjs'
import { against } from '../harness/report.mjs'
import { load, startPeer } from '../harness/servers.mjs'
import { drained, importBody, orderInput } from '../harness/shop.mjs'
import { cpuOf, median, postgresCpu } from '../server.mjs'

const perBatch = 100
const peerOf = (kind) => ({
  name: kind,
  script: '../peers/writes.mjs',
  args: [kind],
  path: '/',
  probe: '{"ping":true}',
})
const many = (count, make) => Array.from({ length: count }, (_, n) => make(n))
const created = (count) => `"created":${count},`

/** Orders of two lines: singly and in batches through GraphQL, beside the same rows written by hand and by Prisma. */
export async function importScenario({ shop, rounds, milliseconds }) {
  const server = await shop()
  const url = await plainDatabase(server)
  const six = await startPeer(peerOf('six'), { DATABASE_URL: url })
  const prisma = await startPeer(peerOf('prisma'), { DATABASE_URL: url })
  const seconds = milliseconds / 1000
  const singles = many(700 * seconds, (n) => n)
  const peer = (which, count) => () =>
    load(
      which,
      many(count * seconds, (n) => JSON.stringify(orderInput(n))),
      { expect: created(1) },
    )
  const turns = {
    six: peer(six, 1_200),
    single: () => importSingles(server, singles.length),
    prisma: peer(prisma, 300),
    batch: () => importBatches(server, 20 * seconds),
  }
  try {
    for (const turn of Object.values(turns)) await turn()
    const seen = Object.fromEntries(Object.keys(turns).map((name) => [name, []]))
    const cost = { node: 0, postgres: 0 }
    for (let round = 0; round < rounds; round++) {
      for (const [name, turn] of Object.entries(turns)) {
        await drained(server)
        const before = consumption(server)
        seen[name].push((await turn()).rate)
        const after = consumption(server)
        if (name === 'single') for (const key of Object.keys(cost)) cost[key] += after[key] - before[key]
      }
    }
    const each = (sum) => ((sum * 1000) / (rounds * singles.length)).toFixed(2)
    const rates = Object.fromEntries(Object.entries(seen).map(([name, values]) => [name, median(values)]))
    const note = `Processor time for a single order: ${each(cost.node)} ms in Crossdock, ${each(cost.postgres)} ms in Postgres.`
    return {
      ...report(rates),
      about: `Orders of two lines a second; medians of ${rounds} interleaved rounds.`,
      notes: [note],
    }
  } finally {
    await Promise.all([six.stop(), prisma.stop()])
  }
}

/** So many orders, each with a call of its own, 16 calls at once. */
export const importSingles = (server, count) =>
  load(
    server,
    many(count, (n) => importBody([orderInput(n)])),
    { expect: created(1) },
  )

/** So many calls of 100 orders, four at once; the rate is of calls. */
export const importBatches = (server, count) =>
  load(
    server,
    many(count, (n) => importBody(many(perBatch, (i) => orderInput(n * perBatch + i)))),
    { atOnce: 4, expect: created(perBatch) },
  )

const consumption = (server) => ({ node: cpuOf(server.pid), postgres: postgresCpu(server.folder) })

function report({ six, single, prisma, batch }) {
  const ofSix = against('importOrders, single orders, × six pg round trips', single / six, { least: 0.5 })
  const ofPrisma = against(`importOrders, single orders, × Prisma's nested create`, single / prisma, { least: 1 })
  const batches = against('importOrders, batches of 100', perBatch * batch, { least: 1_500, unit: '/s', digits: 0 })
  return {
    rows: [
      ['', 'orders a second', '× six pg round trips', `× Prisma's nested create`],
      ['six `pg` round trips through node:http, 16 at once', six.toFixed(0), '1', ''],
      ['Prisma nested create through node:http, 16 at once', prisma.toFixed(0), (prisma / six).toFixed(2), '1'],
      ['`importOrders`, single orders, 16 at once', single.toFixed(0), ofSix.text, ofPrisma.text],
      ['`importOrders`, batches of 100, 4 at once', batches.text, ((perBatch * batch) / six).toFixed(2), ''],
    ],
    wanted: [ofSix, ofPrisma, batches],
  }
}
