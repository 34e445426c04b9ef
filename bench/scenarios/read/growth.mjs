import pg from 'pg'
import { against } from '../../harness/report.mjs'
import { load } from '../../harness/servers.mjs'
import { median } from '../../server.mjs'
import { beginnings, bodiesOf, questions } from './questions.mjs'
import { keys, startReader } from './read.mjs'

const sizes = [100_000, 1_000_000]
const most = 1.3

/** The same questions to two servers, one over ten times as many orders as the other. */
export async function growthScenario({ database, rounds, milliseconds }) {
  const sides = []
  try {
    for (const size of sizes) {
      const { url } = await database(size)
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      const server = await startReader('Crossdock', url)
      sides.push({ client, server })
      const starts = { Crossdock: await beginnings('Crossdock', server, client) }
      sides.at(-1).asked = { numbers: await keys(client), starts }
    }
    const wanted = []
    const rows = []
    for (const [question, { title }] of Object.entries(questions)) {
      const rates = await measure(sides, question, { rounds, milliseconds })
      const slower = against(`${title}, from 100,000 to 1,000,000 orders`, rates[0] / rates[1], { most })
      wanted.push(slower)
      rows.push([title, ...rates.map((rate) => rate.toFixed(0)), slower.text])
    }
    return {
      about: `Answers a second of Crossdock, 16 at once; medians of ${rounds} interleaved rounds of ${milliseconds / 1000} s.`,
      rows: [['', ...sizes.map((size) => `${size.toLocaleString('en')} orders`), 'slower by'], ...rows],
      wanted,
    }
  } finally {
    await Promise.all(sides.map(({ server, client }) => Promise.all([server.stop(), client.end()])))
  }
}

async function measure(sides, question, { rounds, milliseconds }) {
  const bodies = sides.map(({ asked }) => bodiesOf('Crossdock', question, asked))
  for (const [n, { server }] of sides.entries()) await load(server, bodies[n], { milliseconds: 2_000 })
  const seen = sides.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [n, { server }] of sides.entries()) seen[n].push((await load(server, bodies[n], { milliseconds })).rate)
  }
  return seen.map(median)
}
