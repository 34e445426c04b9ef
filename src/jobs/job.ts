import type { ZodType } from 'zod'
import type { Client } from '#api-client/client'
import type { CarrierSession } from '#connectors/carriers/port'
import type { ChannelSession } from '#connectors/channels/port'
import type { JobRequest } from '#domain/reactions'
import type { Queryable } from '#store/log/advance-log'
import type { QueueDatabase } from '#store/queue/heartbeat'
import type { Outcome } from './outcome.ts'

/** Where a job says what a person may want to know; pino's shape. */
export interface JobLog {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** How often what is polled is polled. */
export interface Pace {
  /** From one poll of a channel to the next. */
  channelMs: number
  /** From one look at a parcel to the next. */
  carrierMs: number
  /** From one round of a sandbox warehouse to the next. */
  warehouseMs: number
}

export const ordinaryPace: Pace = { channelMs: 60_000, carrierMs: 15 * 60_000, warehouseMs: 60_000 }

/** What the worker gives each job: everything that its tasks may reach. */
export interface JobContext {
  /** Our own API, as the jobs' principal. */
  api: Client
  /** Our own API, as this channel's connector, which sees and touches this channel alone. */
  apiOf(channel: string): Promise<Client>
  /** The channel, connected; undefined where this worker has no connector or no connection for it. */
  channel(key: string, kind: string): ChannelSession | undefined
  /** The carrier, connected; undefined where this worker has no connection for it. */
  carrier(key: string): CarrierSession | undefined
  /** Puts a job into the queue; one of its key that waits there keeps its time. */
  addJob(request: JobRequest): Promise<void>
  /** The queue's and the log's own bookkeeping; whatever changes the business goes through the API client. */
  database: QueueDatabase
  handle: Queryable
  pace: Pace
  log: JobLog
}

/** One run of a job. It may have run before, in part or whole: what it does must be safe to repeat. */
export interface Job extends JobContext {
  /** Failures so far. */
  failures: number
  /** Earlier runs may have notified an external service already: ask before notifying it again. */
  repeated: boolean
  /** Aborts when the worker is to stop. */
  signal: AbortSignal
}

/** One kind of job: its name, what its payload holds (ids, never data), and what it does. */
export interface Task<Payload extends object = object> {
  name: string
  payload: ZodType<Payload>
  run(payload: Payload, job: Job): Promise<Outcome>
  /** Failures after which a person is asked; 10 unless said. */
  maxAttempts?: number
}

export const task = <Payload extends object>(definition: Task<Payload>): Task => definition as unknown as Task // run is only called with what `payload` parsed
