import pg from 'pg'

/** The channel that log_advance notifies, once per batch. */
const channel = 'log'
/** A lost connection is opened again after this, and after twice as long each time, up to the most. */
export const reconnectMs = { least: 250, most: 5_000 }

export interface ListenerOptions {
  /** Direct, not through a pooler: LISTEN belongs to a session. */
  url: string
  /** The head as announced; undefined: listening began (again), so anything may have been missed. */
  onHead(head: number | undefined): void
  onError(error: unknown): void
}

/** Hears of new positions without polling. It may break at any time: the poll goes on regardless. */
export class Listener {
  readonly #options: ListenerOptions
  #client: pg.Client | undefined
  #retry: NodeJS.Timeout | undefined
  #delay = reconnectMs.least
  #closed = false

  constructor(options: ListenerOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    if (this.#closed) return
    const client = new pg.Client({
      connectionString: this.#options.url,
      application_name: 'crossdock listens',
      keepAlive: true,
    })
    this.#client = client
    let over = false
    const lost = (error?: unknown) => {
      if (over) return
      over = true
      if (error !== undefined && !this.#closed) this.#options.onError(error)
      void client.end().catch(() => {})
      this.#comeBack()
    }
    client.on('error', lost)
    client.on('end', () => lost())
    client.on('notification', ({ payload }) => this.#options.onHead(Number(payload)))
    try {
      await client.connect()
      await client.query(`listen ${channel}`)
      this.#delay = reconnectMs.least
      this.#options.onHead(undefined)
    } catch (error) {
      lost(error)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#retry)
    await this.#client?.end().catch(() => {})
  }

  #comeBack(): void {
    if (this.#closed) return
    this.#retry = setTimeout(() => void this.start(), this.#delay).unref()
    this.#delay = Math.min(this.#delay * 2, reconnectMs.most)
  }
}
