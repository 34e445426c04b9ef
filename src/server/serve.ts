import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import { plannedQueries } from '#schema/planned-query'
import { openDryRuns } from '#store/dry-run'
import { freshId } from '#store/fresh-id'
import { StartError } from '#store/start-error'
import { ensureAdminToken } from '#store/write/tokens'
import { Access } from './access.ts'
import { Documents } from './documents.ts'
import { createExecute, createSubscribe } from './execution.ts'
import { fastExecutor, operationPlans } from './executor.ts'
import { createFastPath } from './fast-path.ts'
import { buildSchema } from './graph.ts'
import { createHttp } from './http.ts'
import {
  DRAIN_MS,
  DRY_RUN_LOCK_MS,
  DRY_RUN_MS,
  DRY_RUN_WATCH_MS,
  DRY_RUNS,
  GOODBYES_MS,
  KEEP_ALIVE_MS,
  UNREAD_MS,
} from './limits.ts'
import { Metrics } from './metrics.ts'
import { createOperations } from './operations.ts'
import type { Runtime } from './runtime.ts'
import { SharedAnswers } from './shared-answers.ts'
import { stockExecutor } from './stock-executor.ts'
import { Streams } from './streams.ts'
import { serveWebSocket } from './websocket.ts'

export interface Serving {
  /** Such as http://localhost:4000. */
  url: string
  /** The first admin token, where this start made one: nobody can ask for it again. */
  adminToken: string | undefined
  /** From now on /readyz says no; resolves when load balancers have had the time to see it. */
  leave(): Promise<void>
  /** Leaves, lets what runs come to its end, ends streams, and closes. */
  stop(): Promise<void>
}

export interface ServeOptions {
  /** How soon a revoked token is noticed; the limit of limits.ts where unset. */
  recheckMs?: number
  /** How often WebSockets are pinged, and how long an HTTP connection may stand still; the limits where unset. */
  keepAliveMs?: number
  unreadMs?: number
}

/** Serves the API over HTTP and WebSocket of the runtime. */
export async function serve(runtime: Runtime, options: ServeOptions = {}): Promise<Serving> {
  const { recheckMs, keepAliveMs = KEEP_ALIVE_MS, unreadMs = UNREAD_MS } = options
  const { config, store, log, boards, logger } = runtime
  const onError = (error: unknown) => logger.warn({ err: error }, 'the database stumbled')
  const source = { id: freshId }
  if (config.adminToken !== undefined) await ensureAdminToken(store.pool, config.adminToken, source)
  const metrics = new Metrics()
  const access = new Access(store.pool, onError, recheckMs)
  const dryRuns = openDryRuns(
    runtime.databaseUrl,
    { size: DRY_RUNS, timeoutMs: DRY_RUN_MS, lockMs: DRY_RUN_LOCK_MS, watchMs: DRY_RUN_WATCH_MS },
    { onError, uncompiled: runtime.uncompiled, fastPath: config.fastPath },
  )
  const executing = { schema: buildSchema(), handle: store.handle, log, boards, dryRuns, logger, metrics }
  const executor = config.fastPath ? fastExecutor : stockExecutor
  const execute = createExecute({ dryRuns, metrics, executor })
  const documents = new Documents(executing.schema)
  const sharedAnswers = new SharedAnswers()
  metrics.observe({
    pool: store.pool,
    log,
    handle: store.handle,
    uncompiled: runtime.uncompiled,
    compiledReads: store.compiledReads,
    caches: {
      documents: documents.cache,
      shared_answers: sharedAnswers,
      operation_plans: operationPlans,
      planned_queries: plannedQueries,
      read_shapes: store.shapes,
    },
  })
  const operations = createOperations(executing, documents, {
    execute,
    subscribe: createSubscribe({ metrics, shared: sharedAnswers, executor }),
  })
  const streams = new Streams({ operations, access, logger })
  let leaving: Promise<void> | undefined
  const server = createHttp({
    operations,
    fastPath: config.fastPath ? createFastPath(executing, documents, execute) : undefined,
    streams,
    access,
    unreadMs,
    metrics,
    logger,
    whyNotReady: store.whyNotReady,
    draining: () => leaving !== undefined,
  })
  const { unauthenticatedPerAddress } = config
  const shared = { server, operations, access, metrics, logger }
  const sockets = serveWebSocket({ ...shared, unauthenticatedPerAddress, keepAliveMs })
  server.listen(config.port, config.host)
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new StartError('PORT_IN_USE', whyNotListening(error, config.host, config.port))
  })
  // Such as a connection that could not be taken: the others stay.
  server.on('error', (error) => logger.error({ err: error }, 'the listener stumbled'))
  // Only now, because a start that fails shows nobody the token that it made.
  const adminToken = config.adminToken === undefined ? await ensureAdminToken(store.pool, undefined, source) : undefined

  async function leave(): Promise<void> {
    leaving ??= after(config.shutdownDelayMs)
    await leaving
  }

  async function stop(): Promise<void> {
    // First, so that nobody is sent here any more when the listener closes.
    await leave()
    sockets.refuse()
    const closed = once(server, 'close')
    server.close()
    await Promise.all([sockets.close(GOODBYES_MS), streams.close(GOODBYES_MS)])
    log.live.close()
    boards.close()
    // A connection that has just had its answer is idle only now.
    const idle = setInterval(() => server.closeIdleConnections(), 50)
    const stubborn = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
    await closed
    clearInterval(idle)
    clearTimeout(stubborn)
    access.close()
    await dryRuns.close()
  }
  const { port } = server.address() as AddressInfo
  const name =
    config.host === '127.0.0.1' || config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host
  return { url: `http://${name}:${port}`, adminToken, leave, stop }
}

function whyNotListening(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use: stop what listens there, or set PORT to another, for example PORT=4001.`
  }
  if (error.code === 'EACCES')
    return `Port ${port} on ${host} may not be opened by this user: set PORT to one above 1023.`
  return `The server cannot listen on ${host}:${port} (${error.message}): look at HOST and PORT.`
}
