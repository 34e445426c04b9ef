// npm run attack -- [--short] [--only NAME …] [--seed N] [--server FOLDER] [--json FILE]: attacks a built server that it starts
// itself, and says of each promise of docs/security.md whether it held. Nothing but loopback is touched; see README.md.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { endChildren, endOnSignals } from './harness/children.ts'
import { ask } from './harness/http.ts'
import { type Cost, Meter } from './harness/meter.ts'
import { type Options, readOptions } from './harness/options.ts'
import { Random } from './harness/random.ts'
import { asRow, heading, type Outcome, summary } from './harness/report.ts'
import { openShop, type Shop } from './harness/shop.ts'
import { Target } from './harness/target.ts'
import { settle, warmUp } from './harness/warm-up.ts'
import type { Finding, Probe } from './probe.ts'
import { probes } from './probes.ts'

/** A probe of the short form begins nothing new after this. */
const SHORT_SECONDS = 1.5
/** Other tests run beside the short form: what is judged there leaves room for them. */
const SHORT_SLACK = 3
/** After a probe the server has to answer a new client within this. */
const RECOVERY_MS = 10_000

const options = readOptions(process.argv.slice(2), fileURLToPath(new URL('..', import.meta.url)))
endOnSignals()
const chosen = probes.filter(({ name, short }) =>
  options.only.length > 0 ? options.only.some((wanted) => name.startsWith(wanted)) : !options.short || short === true,
)
if (chosen.length === 0) {
  console.error(`There is no such probe; there are: ${probes.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
const target = await Target.start(options.server)
try {
  const shop = await openShop(target)
  await warmUp(target, shop, options.short)
  console.log(heading())
  const outcomes: Outcome[] = []
  for (const probe of chosen) {
    const outcome = await attempt(probe, shop, options)
    outcomes.push(outcome)
    console.log(asRow(outcome))
  }
  console.log(summary(outcomes))
  if (options.json)
    writeFileSync(options.json, `${JSON.stringify({ seed: options.seed, short: options.short, outcomes }, null, 2)}\n`)
  process.exitCode = outcomes.every(({ held }) => held) ? 0 : 1
} finally {
  await target.stop()
  await endChildren()
}

async function attempt(probe: Probe, shop: Shop, { short, seed }: Options): Promise<Outcome> {
  if (!target.alive) {
    await target.startServer()
    await warmUp(target, shop, short)
  }
  await settle(target, short)
  const meter = new Meter(target)
  await meter.begin()
  const seconds = short ? Math.min(SHORT_SECONDS, probe.seconds) : probe.seconds
  const deadline = Date.now() + seconds * 1_000
  const random = new Random(seed + [...probe.name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7))
  const slack = short ? SHORT_SLACK : 1
  const began = performance.now()
  const finding = await probe
    .run({ target, shop, random, short, slack, deadline })
    .catch((error: unknown): Finding => ({ tried: 0, wrong: [`the probe itself failed: ${(error as Error).stack}`] }))
  const tookMs = performance.now() - began
  const answers = (await ask(target, { method: 'GET', path: '/healthz', deadlineMs: RECOVERY_MS })).status === 200
  const cost = await meter.end()
  await meter.stop()
  const wrong = [...finding.wrong, ...brokenBounds(probe, cost, slack)]
  if (!target.alive) wrong.unshift('the process ended')
  else if (!answers) wrong.unshift(`it did not answer /healthz within ${RECOVERY_MS / 1_000} s afterwards`)
  const { name, promise } = probe
  return {
    ...finding,
    ...cost,
    name,
    promise,
    wrong,
    alive: target.alive,
    seconds: tookMs / 1_000,
    held: wrong.length === 0,
  }
}

function brokenBounds({ bounds }: Probe, cost: Cost, slack: number): string[] {
  if (bounds === undefined) return []
  const broken: string[] = []
  if (cost.grownMb > bounds.grownMb * slack)
    broken.push(`memory grew by ${cost.grownMb} MB, at most ${bounds.grownMb * slack} are promised`)
  if (cost.stallMs > bounds.stallMs * slack)
    broken.push(`the loop was held for ${cost.stallMs} ms, at most ${bounds.stallMs * slack} are promised`)
  return broken
}
