import type { BoardCounts } from '#store/read/board'
import { Signal } from './signal.ts'

/** A frame of a board: the numbers, and when they were counted. */
export interface BoardFrame extends BoardCounts {
  asOf: string
}

export interface FeedLimits {
  /** From one count to the next, and from one frame to the next of one watcher, at least; between counts also at least ten times what a count takes, so that boards never take over a tenth of a core. */
  spacingMs: number
  /** Time alone changes numbers too (late, breached): a watched board is counted anew this often. */
  refreshMs: number
}

export const feedLimits: FeedLimits = { spacingMs: 1_000, refreshMs: 15_000 }
const costFactor = 10

export interface FeedOptions {
  count(): Promise<BoardCounts>
  now(): string
  /** Fires when something happened. */
  grown: Signal
  onError(error: unknown): void
  onIdle(): void
  limits: FeedLimits
}

const done: IteratorResult<BoardFrame> = { done: true, value: undefined }

/** One board, counted while somebody watches. A watcher takes the latest frame when it is ready for one, and skips what it slept through. */
export class Feed {
  readonly changed = new Signal()
  readonly #options: FeedOptions
  readonly #watchers = new Set<Watcher>()
  #frame: { value: BoardFrame; text: string; number: number } | undefined
  #running = false
  #stopWaiting: (() => void) | undefined

  constructor(options: FeedOptions) {
    this.#options = options
  }

  get frame(): { value: BoardFrame; number: number } | undefined {
    return this.#frame
  }

  watch(): AsyncIterableIterator<BoardFrame> {
    const watcher: Watcher = new Watcher(this, this.#options.limits.spacingMs, () => this.#left(watcher))
    this.#watchers.add(watcher)
    void this.#run()
    return watcher
  }

  close(): void {
    for (const watcher of this.#watchers) void watcher.return()
  }

  #left(watcher: Watcher): void {
    this.#watchers.delete(watcher)
    if (this.#watchers.size > 0) return
    this.#options.onIdle()
    this.#stopWaiting?.()
  }

  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    const { grown, limits, onError } = this.#options
    while (this.#watchers.size > 0) {
      const seen = grown.fired
      const begun = Date.now()
      try {
        await this.#count()
      } catch (error) {
        onError(error)
      }
      await this.#wait(Math.max(limits.spacingMs, (Date.now() - begun) * costFactor))
      if (grown.fired === seen) await this.#wait(limits.refreshMs, grown)
    }
    this.#running = false
  }

  async #count(): Promise<void> {
    const asOf = this.#options.now()
    const counts = await this.#options.count()
    const text = JSON.stringify(counts)
    if (text === this.#frame?.text) return
    this.#frame = { value: { ...counts, asOf }, text, number: (this.#frame?.number ?? 0) + 1 }
    this.changed.fire()
  }

  /** For a time, or until the signal, or until nobody watches any more. */
  #wait(ms: number, signal?: Signal): Promise<void> {
    if (this.#watchers.size === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        takeBack?.()
        this.#stopWaiting = undefined
        resolve()
      }
      const timer = setTimeout(end, ms)
      timer.unref()
      const takeBack = signal?.once(end)
      this.#stopWaiting = end
    })
  }
}

class Watcher implements AsyncIterableIterator<BoardFrame> {
  readonly #feed: Feed
  readonly #spacingMs: number
  readonly #onEnd: () => void
  #shown = { number: 0, at: 0 }
  #closed = false
  #asked: ((result: IteratorResult<BoardFrame>) => void)[] = []
  #takeBack: (() => void) | undefined

  constructor(feed: Feed, spacingMs: number, onEnd: () => void) {
    this.#feed = feed
    this.#spacingMs = spacingMs
    this.#onEnd = onEnd
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<BoardFrame>> {
    if (this.#closed) return Promise.resolve(done)
    return new Promise((resolve) => {
      this.#asked.push(resolve)
      this.#serve()
    })
  }

  return(): Promise<IteratorResult<BoardFrame>> {
    if (!this.#closed) {
      this.#closed = true
      this.#takeBack?.()
      for (const resolve of this.#asked.splice(0)) resolve(done)
      this.#onEnd()
    }
    return Promise.resolve(done)
  }

  #serve(): void {
    this.#takeBack?.()
    this.#takeBack = undefined
    if (this.#asked.length === 0) return
    const { frame } = this.#feed
    if (frame === undefined || frame.number === this.#shown.number) {
      this.#takeBack = this.#feed.changed.once(() => this.#serve())
      return
    }
    const early = this.#shown.at + this.#spacingMs - Date.now()
    if (early > 0) {
      const timer = setTimeout(() => this.#serve(), early).unref()
      this.#takeBack = () => clearTimeout(timer)
      return
    }
    this.#shown = { number: frame.number, at: Date.now() }
    this.#asked.shift()?.({ done: false, value: frame.value })
    this.#serve()
  }
}
