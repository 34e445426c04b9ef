// npm run bench -- [scenario …] [--orders N] [--rounds N] [--seconds N] [--against DIR]: Crossdock beside what Postgres and Node can do for the same
// work, and beside others who serve the same tables, in the same run. Prints medians and ratios and puts them into README.md;
// nothing outside loopback is touched.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { endChildren } from './harness/children.mjs'
import { install } from './harness/install.mjs'
import { asText, machine, record } from './harness/report.mjs'

const scenarios = {
  read: () => import('./scenarios/read/read.mjs').then((module) => module.readScenario),
  growth: () => import('./scenarios/read/growth.mjs').then((module) => module.growthScenario),
  explain: () => import('./scenarios/explain.mjs').then((module) => module.explainScenario),
  import: () => import('./scenarios/import.mjs').then((module) => module.importScenario),
  release: () => import('./scenarios/release.mjs').then((module) => module.releaseScenario),
  live: () => import('./scenarios/live.mjs').then((module) => module.liveScenario),
  start: () => import('./scenarios/start.mjs').then((module) => module.startScenario),
  spreadsheet: () => import('./scenarios/spreadsheet.mjs').then((module) => module.spreadsheetScenario),
}

function asked() {
  const usage = (problem) => {
    console.error(
      `${problem}\nusage: npm run bench -- [${Object.keys(scenarios).join('|')} …] [--orders N] [--rounds N] [--seconds N] [--against DIR]`,
    )
    process.exit(2)
  }
  let given
  try {
    const text = (standard) => ({ type: 'string', default: standard })
    given = parseArgs({
      allowPositionals: true,
      options: { orders: text('100000'), rounds: text('5'), seconds: text('3'), against: { type: 'string' } },
    })
  } catch (error) {
    usage(error.message)
  }
  const { against, ...texts } = given.values
  const numbers = Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, Number(value)]))
  for (const [key, value] of Object.entries(numbers)) if (!(value > 0)) usage(`--${key} is not a number above 0`)
  const unknown = given.positionals.filter((name) => !(name in scenarios))
  if (unknown.length > 0) usage(`there is no scenario ${unknown.join(', ')}`)
  const names = given.positionals.length > 0 ? given.positionals : Object.keys(scenarios)
  if (against === undefined) return { ...numbers, names }
  const build = resolve(against)
  if (!existsSync(join(build, 'dist/server/main.js'))) usage(`there is no built Crossdock in ${build} (npm ci in it)`)
  return { ...numbers, names, build }
}

const { names, orders, rounds, seconds, build } = asked()
install()
const { openTargets } = await import('./harness/targets.mjs')
const targets = openTargets(orders)
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    console.error(`${signal}: ending the servers that were compared`)
    await endChildren()
    await targets.close().catch(() => {}) // its server has just been ended
    process.exit(130)
  })
}
try {
  console.log(machine())
  if (build !== undefined) {
    const { againstScenario } = await import('./scenarios/against.mjs')
    console.log(
      asText(await againstScenario({ names, build, orders, rounds, milliseconds: seconds * 1000, tell: console.log })),
    )
  } else {
    for (const name of names) {
      console.log(`\n## ${name}\n`)
      const scenario = await scenarios[name]()
      const found = await scenario({ ...targets, rounds, milliseconds: seconds * 1000, tell: console.log })
      const text = asText(found)
      console.log(text)
      if (!found.keep) record(name, text)
    }
  }
} finally {
  await targets.close()
  await endChildren()
}
