import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { StartError } from '#store/start-error'
import { type Config, ConfigError, readConfig } from './config.ts'
import { logUncaught } from './last-handler.ts'
import { createLogger } from './logger.ts'
import { type Runtime, startRuntime } from './runtime.ts'
import { type Serving, serve } from './serve.ts'
import { stopOnSignals } from './stop-on-signals.ts'

// A heap that grows by half rather than to several times its size: a large import then fits where the server idles, for about
// a tenth more processor time. It must be said before the heap has grown.
setFlagsFromString('--heap-growing-percent=50')

const say = (line: string) => process.stdout.write(`${line}\n`)

interface Work {
  stop(): Promise<void>
}

/** What runs in this process: the server, the worker, or both. */
async function start(parts: { server: boolean; worker: boolean }, config: Config): Promise<() => Promise<void>> {
  const logger = createLogger(config.logLevel)
  logUncaught(logger)
  const runtime = await startRuntime(config, logger)
  let serving: Serving | undefined
  let work: Work | undefined
  const stop = async () => {
    // Work first: it ends through the API, which must still answer.
    await Promise.all([work?.stop(), serving?.leave()])
    await serving?.stop()
    await runtime.close()
  }
  try {
    if (parts.server) serving = await greet(runtime)
    if (parts.worker) {
      const { startWork } = await import('./worker.ts')
      work = await startWork(runtime, serving?.url)
    }
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

async function greet(runtime: Runtime): Promise<Serving> {
  const serving = await serve(runtime)
  say(
    `Crossdock answers at ${serving.url}/graphql; GraphiQL at ${serving.url}/graphiql, the live board at ${serving.url}/`,
  )
  if (serving.adminToken !== undefined) {
    say(`The first admin token, shown this once: ${serving.adminToken}`)
    say('More tokens: npx crossdock token create')
  }
  return serving
}

const { values } = parseArgs({ options: { server: { type: 'boolean' }, worker: { type: 'boolean' } } })
const both = values.server === undefined && values.worker === undefined
try {
  const config = readConfig(process.env)
  const parts = { server: both || values.server === true, worker: both || values.worker === true }
  stopOnSignals(await start(parts, config), config.shutdownDelayMs)
} catch (error) {
  const isPlain = error instanceof StartError || error instanceof ConfigError
  process.stderr.write(`${isPlain ? error.message : `Crossdock could not start: ${(error as Error).stack}`}\n`)
  process.exit(1)
}
