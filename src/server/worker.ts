import { setTimeout as pause } from 'node:timers/promises'
import type { CarrierConnection, CarrierSession } from '#connectors/carriers/port'
import type { ChannelConnection, ChannelSession } from '#connectors/channels/port'
import { carrierConnectors, channelConnectors } from '#connectors/registry'
import { startReactor } from '#events/reactor'
import { ordinaryPace, type Pace, type Task } from '#jobs/job'
import { tasks } from '#jobs/tasks'
import { prepareQueue, startWorker } from '#jobs/worker'
import { openPool } from '#store/pool'
import { isUnavailable } from '#store/unavailable'
import { openClientPool } from './client-pool.ts'
import type { Runtime } from './runtime.ts'

/** Beside one for each job at once: LISTEN, the reactor, the heartbeat. */
const FURTHER_CONNECTIONS = 3
/** Between two attempts to start while the database is away. */
const START_AGAIN_MS = 500

/** Where the channels and carriers are, and how to be let in. */
export interface Connections {
  channels: readonly ChannelConnection[]
  /** By the carrier's key, as shipments name it. */
  carriers: Readonly<Record<string, CarrierConnection & { kind: string }>>
}

export interface WorkOptions {
  connections?: Connections
  pace?: Pace
  /** Jobs of this process alone, such as the demo's warehouse. */
  furtherTasks?: readonly Task[]
  lookMs?: number
}

export interface Work {
  /** Runs a job once now; a key keeps it one. */
  add(task: string, payload: object, key: string): Promise<void>
  stop(): Promise<void>
}

/**
 * The reactor and the worker of this process. `serverUrl`: the API in this process; else the one that the settings name. A database that
 * is lost while they start is waited for: the server of this process may answer already.
 */
export async function startWork(runtime: Runtime, serverUrl?: string, options: WorkOptions = {}): Promise<Work> {
  for (;;) {
    try {
      return await begin(runtime, serverUrl, options)
    } catch (error) {
      if (!isUnavailable(error)) throw error
      runtime.logger.warn({ err: error }, 'the work could not begin: the database is away')
      await pause(START_AGAIN_MS)
    }
  }
}

async function begin(runtime: Runtime, serverUrl: string | undefined, options: WorkOptions): Promise<Work> {
  const { config, logger, log } = runtime
  const { connections = { channels: [], carriers: {} }, furtherTasks = [] } = options
  const onError = (error: unknown) => logger.warn({ err: error }, 'the queue stumbled')
  const size = config.workerConcurrency + FURTHER_CONNECTIONS
  const pool = openPool(runtime.directUrl, { size, applicationName: 'crossdock works', onError })
  const clients = openClientPool(pool, serverUrl === undefined ? config.apiUrl : `${serverUrl}/graphql`)
  try {
    await prepareQueue(pool, logger)
    const worker = await startWorker({
      pool,
      tasks: [...tasks, ...furtherTasks],
      concurrency: config.workerConcurrency,
      ...(options.lookMs === undefined ? {} : { lookMs: options.lookMs }),
      context: {
        api: clients.jobs,
        apiOf: clients.of,
        ...sessions(connections),
        handle: runtime.store.handle,
        pace: options.pace ?? ordinaryPace,
        log: logger,
      },
    })
    const reactor = startReactor({ log, pool, onError, onAlarm: (message) => logger.error(message) })
    worker.ended.catch((error: unknown) => logger.fatal({ err: error }, 'the worker ended'))
    return {
      add: worker.add,
      async stop() {
        await worker.stop()
        await reactor.stop()
        await clients.close().catch(onError)
        await pool.end()
      },
    }
  } catch (error) {
    await pool.end()
    throw error
  }
}

/** One session per channel and per carrier, because a session keeps the rate limit of its service. */
function sessions({ channels, carriers }: Connections) {
  const channelSessions = new Map<string, ChannelSession>()
  const carrierSessions = new Map<string, CarrierSession>()
  return {
    channel(key: string, kind: string): ChannelSession | undefined {
      const connection = channels.find(({ channel }) => channel === key)
      const connector = channelConnectors[kind]
      if (connection === undefined || connector === undefined) return undefined
      const session = channelSessions.get(key) ?? connector.connect(connection)
      channelSessions.set(key, session)
      return session
    },
    carrier(key: string): CarrierSession | undefined {
      const connection = carriers[key]
      const connector = connection === undefined ? undefined : carrierConnectors[connection.kind]
      if (connection === undefined || connector === undefined) return undefined
      const session = carrierSessions.get(key) ?? connector.connect(connection)
      carrierSessions.set(key, session)
      return session
    },
  }
}
