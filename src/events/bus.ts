import { createHash } from 'node:crypto'
import { Redis } from 'ioredis'
import type { LogPage } from '#store/log/read-log'

/** A batch of more events goes as a hint alone: its readers take it from the database. */
export const busBatch = 200

export interface BusOptions {
  url: string
  /** Which database the batches are of: other installations may share the Redis. */
  identity: string
  onBatch(page: LogPage, after: number): void
  onError(error: unknown): void
  /** Redis went away, or is back: told once each, however often the client tries meanwhile. */
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

  constructor(options: BusOptions) {
    this.#options = options
    this.#channel = `crossdock:log:${createHash('sha256').update(options.identity).digest('hex').slice(0, 16)}`
    // Without a queue: what cannot be sent now is not worth sending later.
    this.#publisher = new Redis(options.url, { lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0 })
    this.#subscriber = new Redis(options.url, { lazyConnect: true })
    for (const connection of [this.#publisher, this.#subscriber]) {
      connection.on('error', (error) => this.#lost(error))
      connection.on('ready', () => this.#found())
    }
    // On each connection, so that a Redis that was away at first, or comes back, is heard.
    this.#subscriber.on('ready', () => {
      this.#subscriber.subscribe(this.#channel).catch((error: unknown) => options.onError(error))
    })
    this.#subscriber.on('message', (_channel, text) => this.#hear(text))
  }

  async start(): Promise<void> {
    // Not awaited further than the first attempt: the client goes on trying by itself.
    await Promise.allSettled([this.#publisher.connect(), this.#subscriber.connect()])
  }

  /** Says what was read from the database after its commit was acknowledged, never before. */
  publish(page: LogPage, after: number): void {
    const small = page.events.length <= busBatch
    const message: Message = { page: small ? page : { ...page, events: [] }, after }
    this.#publisher.publish(this.#channel, JSON.stringify(message)).catch(() => {})
  }

  #lost(error: Error): void {
    if (this.#away) return
    this.#away = true
    this.#options.onAway?.(error.message || String((error as NodeJS.ErrnoException).code ?? error.name))
  }

  #found(): void {
    if (!this.#away || this.#publisher.status !== 'ready' || this.#subscriber.status !== 'ready') return
    this.#away = false
    this.#options.onBack?.()
  }

  close(): void {
    this.#publisher.disconnect()
    this.#subscriber.disconnect()
  }

  #hear(text: string): void {
    try {
      const { page, after } = JSON.parse(text) as Message
      this.#options.onBatch(page, after)
    } catch (error) {
      this.#options.onError(error)
    }
  }
}
