import { createHash } from 'node:crypto'
import { Redis } from 'ioredis'
import type { LogPage } from '#store/log/read-log'

/** A batch of more events goes as a hint alone: its readers take it from the database. */
export const busBatch = 200
/** What may be on its way to Redis at once; a batch beyond that is not sent. */
export const busBytes = 4_000_000
/** A Redis that does not answer for so long is taken for lost, and its connection is given up. */
export const busAnswerMs = 1_000
/** A process waits for Redis this long at its start, then joins it later. */
export const busStartMs = 500

export interface BusOptions {
  url: string
  /** Which database the batches are of: other installations may share the Redis. */
  identity: string
  onBatch(page: LogPage, after: number): void
  onError(error: unknown): void
  /** Redis went away, or is back: reported once each, however often the client tries meanwhile. */
  onAway?(reason: string): void
  onBack?(): void
}

type Message = { page: LogPage; after: number }

/** Batches between processes through Redis: it saves their reads and shortens the way. Losing it, or any message, costs latency only. */
export class Bus {
  readonly #options: BusOptions
  readonly #channel: string
  readonly #publisher: Redis
  readonly #subscriber: Redis
  #away = false
  #closed = false
  #underWay = 0

  constructor(options: BusOptions) {
    this.#options = options
    this.#channel = `crossdock:log:${createHash('sha256').update(options.identity).digest('hex').slice(0, 16)}`
    // A Redis that is frozen takes connections and answers nothing: without a time-out it is waited for, and written to, for ever.
    const timeouts = { lazyConnect: true, connectTimeout: busAnswerMs, socketTimeout: busAnswerMs }
    // Without a queue: what cannot be sent now is not worth sending later.
    this.#publisher = new Redis(options.url, { ...timeouts, enableOfflineQueue: false, maxRetriesPerRequest: 0 })
    this.#subscriber = new Redis(options.url, { ...timeouts, autoResubscribe: false })
    for (const connection of [this.#publisher, this.#subscriber]) {
      connection.on('error', (error) => this.#lost(error))
      connection.on('close', () => this.#lost(new Error('the connection was closed')))
      connection.on('ready', () => this.#found())
    }
    // On each connection, so that a Redis that was away at first, or comes back, is subscribed to.
    this.#subscriber.on('ready', () => {
      this.#subscriber.subscribe(this.#channel).catch(() => {}) // a connection that is lost meanwhile comes back, and asks again
    })
    this.#subscriber.on('message', (_channel, text) => this.#receive(text))
  }

  /** Joins Redis, or goes on without it: the client goes on trying by itself. */
  async start(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.#lost(new Error(`no answer in ${busStartMs} ms`))
        resolve()
      }, busStartMs)
    })
    const joined = Promise.allSettled([this.#publisher.connect(), this.#subscriber.connect()])
    await Promise.race([joined, late])
    clearTimeout(timer)
  }

  /** Bytes on their way to Redis, whose arrival it has not confirmed yet. */
  get underWay(): number {
    return this.#underWay
  }

  /** Says what was read from the database after its commit was acknowledged, never before. */
  publish(page: LogPage, after: number): void {
    if (this.#publisher.status !== 'ready' || this.#underWay >= busBytes) return
    const small = page.events.length <= busBatch
    const message: Message = { page: small ? page : { ...page, events: [] }, after }
    const text = JSON.stringify(message)
    const bytes = Buffer.byteLength(text)
    this.#underWay += bytes
    const settled = () => {
      this.#underWay -= bytes
    }
    this.#publisher.publish(this.#channel, text).then(settled, settled)
  }

  #lost(error: Error): void {
    if (this.#away || this.#closed) return
    this.#away = true
    this.#options.onAway?.(error.message || String((error as NodeJS.ErrnoException).code ?? error.name))
  }

  #found(): void {
    if (!this.#away || this.#publisher.status !== 'ready' || this.#subscriber.status !== 'ready') return
    this.#away = false
    this.#options.onBack?.()
  }

  close(): void {
    this.#closed = true
    this.#publisher.disconnect()
    this.#subscriber.disconnect()
  }

  #receive(text: string): void {
    try {
      const { page, after } = JSON.parse(text) as Message
      this.#options.onBatch(page, after)
    } catch (error) {
      this.#options.onError(error)
    }
  }
}
