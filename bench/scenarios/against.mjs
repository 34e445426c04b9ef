import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { dataset } from '../dataset.mjs'
import { against } from '../harness/report.mjs'
import { load } from '../harness/servers.mjs'
import { counted, drained, skus, stock } from '../harness/shop.mjs'
import { median, startServer } from '../server.mjs'
import { importBatches, importSingles } from './import.mjs'
import { burst, deliveries, listen, ours, sizes } from './live.mjs'
import { beginnings, bodiesOf, questions } from './read/questions.mjs'
import { keys } from './read/read.mjs'
import { released } from './release.mjs'

/** A figure of this build may be so much of the other's. */
const LEAST = 0.95

/** The scenarios that compare two builds: each gives figures, and each figure is measured on a server of either build. */
const comparable = { read: readFigures, import: importFigures, release: releaseFigures, live: liveFigures }

/** This build beside another one: every figure is taken from both in turns, and who begins changes from round to round. */
export async function againstScenario({ names, build, orders, rounds, milliseconds, tell }) {
  const chosen = names.filter((name) => name in comparable)
  const sides = [{ build: undefined }, { build }]
  const rows = [['', 'this build', 'the other', 'ratio', 'lowest and highest round']]
  const wanted = []
  try {
    for (const name of chosen) {
      for (const figure of await comparable[name](sides, { orders, milliseconds })) {
        const { ratio, row } = await compare(figure, sides, rounds)
        tell(row.join(' | '))
        rows.push(row)
        wanted.push(ratio)
      }
    }
  } finally {
    for (const side of sides) await closeSide(side)
  }
  return {
    about: `Rates a second; medians of ${rounds} interleaved rounds; the other build is ${build}.`,
    rows,
    wanted,
  }
}

async function compare({ title, measure }, sides, rounds) {
  for (const side of sides) await measure(side)
  const seen = sides.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const n of round % 2 === 0 ? [0, 1] : [1, 0]) seen[n].push(await measure(sides[n]))
  }
  const [mine, theirs] = seen.map(median)
  const ratio = against(title, mine / theirs, { least: LEAST })
  const each = seen[0].map((rate, round) => rate / seen[1][round])
  const spread = [Math.min(...each), Math.max(...each)].map((value) => value.toFixed(2)).join('–')
  return { ratio, row: [title, mine.toFixed(0), theirs.toFixed(0), ratio.text, spread] }
}

async function readFigures(sides, { orders, milliseconds }) {
  for (const side of sides) await openReader(side, orders)
  return Object.entries(questions).map(([question, { title }]) => ({
    title,
    measure: async ({ reader, asked }) =>
      (await load(reader, bodiesOf('Crossdock', question, asked), { milliseconds })).rate,
  }))
}

async function importFigures(sides, { milliseconds }) {
  for (const side of sides) await openShop(side)
  const seconds = milliseconds / 1000
  const settled = (count, work) => async (side) => {
    await drained(side.shop)
    return (await work(side.shop, count)).rate
  }
  return [
    { title: 'single imports, 16 at once', measure: settled(700 * seconds, importSingles) },
    { title: 'calls of 100 orders, 4 at once', measure: settled(20 * seconds, importBatches) },
  ]
}

async function releaseFigures(sides, { milliseconds }) {
  for (const side of sides) await openShop(side)
  const count = Math.ceil((4 * milliseconds) / 1000) * 100
  return [
    { title: 'releases on one SKU', measure: ({ shop }) => released(shop, count, () => skus[7]) },
    {
      title: 'releases over 5,000 SKUs',
      measure: ({ shop }) => released(shop, count, (n) => skus[(n * 7_919) % skus.length]),
    },
  ]
}

async function liveFigures(sides) {
  for (const side of sides) await openShop(side)
  return sizes.map((count) => ({
    title: `deliveries to ${count.toLocaleString('en')} subscribers`,
    async measure(side) {
      const listeners = await listen({ url: `ws://127.0.0.1:${side.shop.port}/graphql`, count, ...ours })
      const some = skus.slice(0, deliveries / count)
      side.amount = (side.amount ?? 1_000_000) + 1
      try {
        await drained(side.shop)
        return (await burst(side.shop, listeners, deliveries, () => counted(side.shop, some, side.amount))).rate
      } finally {
        await listeners.stop()
      }
    },
  }))
}

/** A server that only reads, over so many orders that its own build has written. */
async function openReader(side, orders) {
  const folder = side.build === undefined ? await dataset(orders) : join(tmpdir(), 'crossdock-bench', `other-${orders}`)
  if (side.build !== undefined)
    execFileSync(process.execPath, [join(side.build, 'bench/dataset.mjs'), String(orders), '--folder', folder], {
      stdio: 'inherit',
    })
  side.reader = await startServer(folder, { args: ['--server'], ...side })
  const client = new pg.Client({ connectionString: side.reader.databaseUrl() })
  await client.connect()
  try {
    side.asked = {
      numbers: await keys(client),
      starts: { Crossdock: await beginnings('Crossdock', { ask: bodyAsker(side.reader) }, client) },
    }
  } finally {
    await client.end()
  }
}

/** A server and a worker with a channel, a warehouse and 5,000 SKUs; the same for all scenarios that write. */
async function openShop(side) {
  if (side.shop !== undefined) return
  side.folder = mkdtempSync(join(tmpdir(), 'crossdock-bench-'))
  chmodSync(side.folder, 0o755) // started by root, Postgres runs as another user
  side.shop = await startServer(side.folder, side)
  await stock(side.shop)
}

/** Asks by the body of a request, as the peers of the read scenario are asked. */
const bodyAsker = (server) => (body) => {
  const { query, variables } = JSON.parse(body)
  return server.ask(query, variables)
}

async function closeSide({ reader, shop, folder }) {
  await reader?.stop()
  await shop?.stop()
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
}
