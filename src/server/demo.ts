import { createClient } from '#api-client/client'
import { restockTask } from '#jobs/tasks/restock'
import { warehouseStepTask } from '#jobs/tasks/warehouse-step'
import { StartError } from '#store/start-error'
import { ConfigError, readConfig } from './config.ts'
import { carrier, warehouses } from './demo/merchant.ts'
import { narrate } from './demo/narrate.ts'
import { openSandbox } from './demo/sandbox.ts'
import { seed } from './demo/seed.ts'
import { type DemoTokens, readyTokens } from './demo/tokens.ts'
import { logUncaught } from './last-handler.ts'
import { createLogger } from './logger.ts'
import { startRuntime } from './runtime.ts'
import { serve } from './serve.ts'
import { stopOnSignals } from './stop-on-signals.ts'
import { startWork } from './worker.ts'

// `npm run demo`: the product with a merchant, two channels and a carrier that are made up. Hours are seconds here.

/** The demo's own folder: it never touches the data of `npm start`. */
const DATA_FOLDER = '.crossdock/demo'
const BUYER_MS = 6_000
const SCAN_MS = 4_000
const ROUND_MS = 1_500
/** Jobs whose time has come are looked for this often, since here everything is a matter of seconds. */
const LOOK_MS = 250

const say = (line: string) => void process.stdout.write(`${line}\n`)

async function start(): Promise<() => Promise<void>> {
  const { DATABASE_URL, DIRECT_DATABASE_URL, REDIS_URL, ...environment } = process.env
  if (DATABASE_URL) say('DATABASE_URL is set, and not used: the demo has a database of its own.')
  const config = readConfig({
    ...environment,
    CROSSDOCK_DATA: environment.CROSSDOCK_DATA || DATA_FOLDER,
    LOG_LEVEL: environment.LOG_LEVEL || 'error',
    SHUTDOWN_DELAY_SECONDS: environment.SHUTDOWN_DELAY_SECONDS || '0',
  })
  say('Starting Postgres, the API, two sandbox channels and a sandbox carrier …')
  const logger = createLogger(config.logLevel)
  logUncaught(logger)
  const runtime = await startRuntime(config, logger)
  const open: { stop(): Promise<void> }[] = []
  const stop = async () => {
    // Last opened, first closed: the narrator and the jobs need the API, and all need the database.
    for (const each of open.reverse()) await each.stop()
    await runtime.close()
  }
  try {
    const tokens = await readyTokens(runtime.store.pool, config.dataFolder)
    const serving = await serve(runtime)
    open.push(serving)
    welcome(serving.url, tokens)
    await seed(createClient({ url: `${serving.url}/graphql`, token: tokens.admin }))
    const sandbox = await openSandbox(config.dataFolder, { buyerMs: BUYER_MS, scanMs: SCAN_MS })
    open.push(sandbox)
    const work = await startWork(runtime, serving.url, {
      connections: sandbox.connections,
      pace: { channelMs: ROUND_MS, carrierMs: ROUND_MS, warehouseMs: ROUND_MS },
      furtherTasks: [warehouseStepTask, restockTask],
      lookMs: LOOK_MS,
    })
    open.push(work)
    open.push(narrate(serving.url, tokens.reader, say))
    await work.add('start-polls', {}, 'start-polls')
    for (const { key } of warehouses) {
      await work.add('warehouse-step', { warehouse: key, carrier }, `warehouse-step:${key}`)
      await work.add('restock', { warehouse: key }, `restock:${key}`)
    }
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

function welcome(url: string, tokens: DemoTokens): void {
  say(`
  Live board   ${url}/
  GraphiQL     ${url}/graphiql
  API          ${url}/graphql

  Tokens (Authorization: Bearer …), for this demo alone:
    admin      ${tokens.admin}
    operator   ${tokens.operator}
    reader     ${tokens.reader}

Orders arrive in a moment. Ctrl-C stops; the next start goes on from here.
`)
}

try {
  stopOnSignals(await start())
} catch (error) {
  const isPlain = error instanceof StartError || error instanceof ConfigError
  process.stderr.write(`${isPlain ? error.message : `The demo could not start: ${(error as Error).stack}`}\n`)
  process.exit(1)
}
