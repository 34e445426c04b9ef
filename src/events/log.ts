import { type LogState, type Queryable, sweepLog } from '#store/log/advance-log'
import { type LogPage, readEpochs } from '#store/log/read-log'
import { Advancer } from './advancer.ts'
import { Listener } from './listener.ts'
import { Live } from './live.ts'
import { Signal } from './signal.ts'
import type { SubscriberLimits } from './subscriber.ts'
import { Tail } from './tail.ts'

/** Each process calls log_advance this often whatever happens: one cheap call that writes nothing while there is nothing to place. */
export const pollMs = 250
/** How often the sweep looks for an event that was left behind. */
export const sweepMs = 60_000
/** A sweep looks back so many ids before the last one's end, for what was open then; the one at start looks at everything. */
export const sweepMargin = 100_000

export interface LogOptions {
  handle: Queryable
  /** For LISTEN, past a pooler. Unset: the poll alone. */
  listenUrl?: string
  redisUrl?: string
  /** Something failed that the log recovers from by itself. */
  onError?(error: unknown): void
  /** The log is not as it must be; a person has to know. */
  onAlarm?(message: string): void
  /** Something that costs only time went away or came back, in a sentence. */
  onNote?(message: string): void
  pollMs?: number
  ringSize?: number
  limits?: Partial<SubscriberLimits>
}

/** The log of this process: it places what was committed, follows what was placed, and delivers it live. */
export class Log {
  readonly live: Live
  /** Fires when the head moved: consumers look. */
  readonly grown = new Signal()
  readonly #options: LogOptions
  readonly #advancer: Advancer
  readonly #tail: Tail
  #head = 0
  #placedHead = 0
  #listener: Listener | undefined
  #bus: { publish(page: LogPage, after: number): void; close(): void } | undefined
  #poll: NodeJS.Timeout | undefined
  #sweeper: NodeJS.Timeout | undefined
  #swept = 0

  constructor(options: LogOptions) {
    this.#options = options
    const onError = (error: unknown) => options.onError?.(error)
    const { handle, ringSize, limits } = options
    this.#advancer = new Advancer(handle, { onError, onState: (state, placed) => this.#moved(state, placed) })
    this.#tail = new Tail(handle, { ringSize, onError, onRead: (page, after) => this.#share(page, after) })
    this.live = new Live({ handle, tail: this.#tail, limits, onError, advanced: () => this.advanced() })
  }

  /** The last position that this process knows. */
  get head(): number {
    return this.#head
  }

  async start(): Promise<void> {
    const { handle, listenUrl, redisUrl, onError = () => {} } = this.#options
    await this.#advancer.advanced()
    this.#poll = setInterval(() => this.#advancer.nudge(), this.#options.pollMs ?? pollMs).unref()
    this.#sweeper = setInterval(() => void this.sweep(), sweepMs).unref()
    if (listenUrl !== undefined) {
      this.#listener = new Listener({ url: listenUrl, onError, onHead: (head) => this.#announced(head) })
      await this.#listener.start()
    }
    if (redisUrl !== undefined) {
      const { Bus } = await import('./bus.ts') // most installations have no Redis
      const identity = (await readEpochs(handle)).at(-1)?.systemIdentifier ?? ''
      const note = (message: string) => this.#options.onNote?.(message)
      const bus = new Bus({
        url: redisUrl,
        identity,
        onError,
        onBatch: (page, after) => this.#received(page, after),
        onAway: (reason) =>
          note(`Redis does not answer (${reason}): events go through Postgres alone, a little later, until it is back`),
        onBack: () => note('Redis is back'),
      })
      this.#bus = bus
      await bus.start()
    }
    void this.sweep()
  }

  /** Something was committed: place it now. */
  nudge(): void {
    this.#advancer.nudge()
  }

  /** Resolves when everything that was committed before this call has its position. */
  advanced(): Promise<void> {
    return this.#advancer.advanced()
  }

  /** Ends the streams and all work on the log. The pool stays open. */
  async close(): Promise<void> {
    clearInterval(this.#poll)
    clearInterval(this.#sweeper)
    this.live.close()
    this.#bus?.close()
    await this.#listener?.close()
    await this.#advancer.close()
    await this.#tail.close()
    this.grown.fire()
  }

  /** Looks for events that the floor left behind: there are none, or the log has a defect. */
  async sweep(): Promise<void> {
    try {
      const { found, upTo } = await sweepLog(this.#options.handle, Math.max(0, this.#swept - sweepMargin))
      this.#swept = upTo
      if (found === 0) return
      this.#options.onAlarm?.(
        `${found} committed events had been left without a place in the log; they get one now. Report this as a defect.`,
      )
      this.nudge()
    } catch (error) {
      this.#options.onError?.(error)
    }
  }

  #moved(state: LogState, placed: number): void {
    if (placed > 0) this.#placedHead = Math.max(this.#placedHead, state.head)
    this.#grow(state.head)
    this.#tail.hint(state)
    // Nobody here reads, so there is nothing to share but the news.
    if (placed > 0 && !this.#tail.active) this.#bus?.publish({ ...state, oldest: 0, events: [] }, state.head - placed)
  }

  #announced(head: number | undefined): void {
    if (head === undefined) {
      this.nudge()
      return
    }
    this.#grow(head)
    this.#tail.hint({ head })
  }

  #received(page: LogPage, after: number): void {
    this.#grow(page.head)
    this.#tail.accept(page, after)
  }

  #share(page: LogPage, after: number): void {
    if (this.#placedHead > after) this.#bus?.publish(page, after)
  }

  #grow(head: number): void {
    if (head === this.#head) return
    this.#head = head
    this.grown.fire()
  }
}
