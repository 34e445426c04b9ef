import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Logger, parseCronItems, type Runner, run, runMigrations, type WorkerEvents } from 'graphile-worker'
import type { Store } from '#store/connect'
import { reconnectingPool } from '#store/queue/reconnecting-pool'
import { startHeartbeat } from './heartbeat.ts'
import type { JobContext, JobLog, Task } from './job.ts'
import { queueTask } from './perform.ts'
import { schedule } from './schedule.ts'

/** Running jobs get so long to end when their worker stops; then they are left, and run again elsewhere as after a kill. */
export const STOP_JOBS_MS = 10_000
/** How often a worker looks for jobs whose time has come; a job without a time is announced to it at once. */
export const LOOK_MS = 1_000

export interface WorkerOptions {
  /** To the database itself, not through a pooler: it listens. */
  pool: Store['pool']
  tasks: readonly Task[]
  context: Omit<JobContext, 'addJob' | 'database'>
  /** Jobs at once. */
  concurrency: number
  lookMs?: number
}

export interface Worker {
  /** Puts a job into the queue, to run now; a job under this key that waits runs now instead. */
  add(task: string, payload: object, key: string): Promise<void>
  /** Ends after the running jobs; those that take too long are asked to stop, and run again elsewhere. */
  stop(): Promise<void>
  /** Resolves when the worker ended, rejects when it could not go on. */
  ended: Promise<void>
}

/** The queue's own tables, made or brought up to date; the server needs them too, for the reactor adds jobs there. */
export async function prepareQueue(pool: Store['pool'], log: JobLog): Promise<void> {
  logErrors(pool, log)
  await runMigrations({ pgPool: pool, logger: queueLogger(log) })
}

/** Works on the queue until it is stopped. Any number of workers may run, in any number of processes. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { pool, tasks, concurrency } = options
  const { log } = options.context
  logErrors(pool, log)
  let runner: Runner | undefined
  const context: JobContext = {
    ...options.context,
    database: pool,
    addJob: async ({ task, key, payload, queue }) => {
      const queueName = queue === undefined ? {} : { queueName: queue }
      await runner?.addJob(task, payload, { jobKey: key, jobKeyMode: 'preserve_run_at', ...queueName })
    },
  }
  const events: WorkerEvents = new EventEmitter()
  const started = new Promise<string>((resolve) =>
    events.once('pool:create', ({ workerPool }) => resolve(workerPool.id)),
  )
  const reconnecting = reconnectingPool(pool)
  runner = await run({
    pgPool: reconnecting.pool,
    concurrency,
    events,
    logger: queueLogger(log),
    noHandleSignals: true,
    pollInterval: options.lookMs ?? LOOK_MS,
    taskList: Object.fromEntries(tasks.map((each) => [each.name, queueTask(each, context)])),
    parsedCronItems: parseCronItems([...schedule]),
  })
  // The queue locks jobs in the name of the pool; until its first beat a lock is too young to be taken for forsaken.
  const heartbeat = await startHeartbeat(pool, await started, log)
  const { promise } = runner
  promise.catch(() => {})
  const { addJob } = runner
  return {
    add: async (task, payload, key) => {
      await addJob(task, payload, { jobKey: key })
    },
    ended: promise,
    async stop() {
      reconnecting.stop()
      const ended = async () => {
        await runner.stop().catch(() => {})
        await promise.catch(() => {})
        await reconnecting.settled()
      }
      await Promise.race([ended(), pause(STOP_JOBS_MS, undefined, { ref: false })])
      reconnecting.close()
      await heartbeat.stop()
    },
  }
}

const watched = new WeakSet<Store['pool']>()

/** A connection that breaks while it is in use says so on the client; unheard, it would end the process. */
function logErrors(pool: Store['pool'], log: JobLog): void {
  if (watched.has(pool)) return
  watched.add(pool)
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ error: error.message }, 'a connection of the queue broke'))
  })
}

/** The queue's chatter about each job is not for people; what goes wrong is. Its own words repeat errors whole, with what they met. */
const queueLogger = (log: JobLog): Logger =>
  new Logger(() => (level, message, meta = {}) => {
    if (level !== 'error' && level !== 'warning') return
    const { error, fatalError, job } = meta as {
      error?: unknown
      fatalError?: unknown
      job?: { id: string; task_identifier: string }
    }
    const facts = { err: fatalError ?? error, job: job?.id, task: job?.task_identifier }
    log[level === 'error' ? 'error' : 'warn'](facts, message.split(/[:'\n]/, 1)[0] ?? '')
  })
