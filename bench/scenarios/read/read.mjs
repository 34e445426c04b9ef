import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import { against, asTable } from '../../harness/report.mjs'
import { load, startPeer, token } from '../../harness/servers.mjs'
import { median } from '../../server.mjs'
import { beginnings, bodiesOf, peers, questions } from './questions.mjs'

const names = Object.keys(peers)
const environment = (databaseUrl) => ({
  DATABASE_URL: databaseUrl,
  CROSSDOCK_ADMIN_TOKEN: token,
  LOG_LEVEL: 'warn',
  DATABASE_POOL_SIZE: '16',
})

export const startReader = (name, databaseUrl) => startPeer({ name, ...peers[name] }, environment(databaseUrl))

/** What is asked: numbers of orders from all over the table, always the same ones. */
export async function keys(client) {
  const { rows } = await client.query('select number from "order" tablesample system (5) repeatable (7) limit 4000')
  return rows.map(({ number }) => number)
}

/** The four questions to four servers over one database, interleaved. Every server must give the same answers first. */
export async function readScenario({ database, rounds, milliseconds, tell }) {
  const { url, orders } = await database()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const servers = {}
  try {
    for (const name of names) servers[name] = await startReader(name, url)
    const asked = { numbers: await keys(client), starts: {} }
    for (const name of names) asked.starts[name] = await beginnings(name, servers[name], client)
    await compare(servers, asked)
    const results = {}
    for (const question of Object.keys(questions)) {
      results[question] = await measure(servers, question, asked, { rounds, milliseconds })
      tell(
        asTable([
          ['', ...names],
          ...['rate', 'cpu', 'p99'].map((key) => [
            key,
            ...names.map((name) => results[question][name][key].toFixed(2)),
          ]),
        ]),
      )
    }
    const ceiling = await load(servers.Crossdock, [peers.Crossdock.probe], { milliseconds })
    return report(results, { orders, rounds, milliseconds, ceiling: ceiling.rate })
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()))
    await client.end()
  }
}

async function compare(servers, asked) {
  for (const question of Object.keys(questions)) {
    for (const n of [0, 7, 19, 33]) {
      const answers = []
      for (const [name, server] of Object.entries(servers)) {
        const answer = peers[name].plain[question](await server.ask(bodiesOf(name, question, asked)[n]))
        answers.push([name, JSON.parse(JSON.stringify(answer))])
      }
      const [[, first], ...rest] = answers
      for (const [name, answer] of rest) {
        if (isDeepStrictEqual(answer, first)) continue
        const [theirs, ours] = [answer, first].map((each) => JSON.stringify(each).slice(0, 700))
        throw new Error(`${name} answers "${questions[question].title}" otherwise:\n${theirs}\nand not\n${ours}`)
      }
    }
  }
}

/** Medians of one question over rounds in which every server has its turn. */
async function measure(servers, question, asked, { rounds, milliseconds }) {
  const bodies = Object.fromEntries(names.map((name) => [name, bodiesOf(name, question, asked)]))
  for (const name of names) await load(servers[name], bodies[name], { milliseconds: 2_000 })
  const seen = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of names) seen[name].push(await load(servers[name], bodies[name], { milliseconds }))
  }
  const middle = (name, key) => median(seen[name].map((run) => run[key]))
  return Object.fromEntries(
    names.map((name) => [name, { rate: middle(name, 'rate'), cpu: middle(name, 'cpu'), p99: middle(name, 'p99') }]),
  )
}

function report(results, { orders, rounds, milliseconds, ceiling }) {
  const wanted = []
  const rows = Object.entries(results).map(([question, servers]) => {
    const { title, raw, peer } = questions[question]
    const ratios = [
      against(`${title}, raw ÷ Crossdock`, servers['raw SQL'].rate / servers.Crossdock.rate, { most: raw }),
      against(`${title}, Crossdock ÷ PostGraphile`, servers.Crossdock.rate / servers['PostGraphile 5'].rate, {
        least: peer,
      }),
    ]
    wanted.push(...ratios)
    return [title, ...names.map((name) => servers[name].rate.toFixed(0)), ...ratios.map(({ text }) => text)]
  })
  const processor = Object.entries(results).map(
    ([question, servers]) =>
      `${questions[question].title}: ${names.map((name) => `${servers[name].cpu.toFixed(2)} ms`).join(', ')}`,
  )
  return {
    about: `${orders.toLocaleString('en')} orders; answers a second, 16 at once; medians of ${rounds} interleaved rounds of ${milliseconds / 1000} s.`,
    rows: [['', ...names, 'raw ÷ Crossdock', 'Crossdock ÷ PostGraphile'], ...rows],
    wanted,
    notes: [
      `Processor time of the server for an answer, in the same order.\n${processor.map((each) => `- ${each}`).join('\n')}`,
      `The load process drives at least ${ceiling.toFixed(0)} a second: so many answers it had of \`{ __typename }\`.`,
    ],
  }
}
