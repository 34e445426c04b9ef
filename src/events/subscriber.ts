import type { Queryable } from '#store/log/advance-log'
import { readEpochs, readLog } from '#store/log/read-log'
import { turn } from '#store/turn'
import { cursorExpired, encodeCursor, requireEpoch } from './cursor.ts'
import type { PlacedEvent } from './event-row.ts'
import type { Tail } from './tail.ts'

/** One delivery of a stream. `event` is null in a checkpoint; the cursor always comes. */
export interface Delivery {
  cursor: string
  live: boolean
  event: PlacedEvent | null
}

export interface SubscriberLimits {
  /** Events read at once by a subscriber that is behind the ring; a paused one holds at most this many. */
  page: number
  /** A quiet filter gets a checkpoint when this time has passed since its last delivery and the log went on … */
  checkpointMs: number
  /** … or when so many events were skipped. */
  checkpointSkipped: number
}

export const subscriberLimits: SubscriberLimits = { page: 200, checkpointMs: 15_000, checkpointSkipped: 1_000 }

export interface SubscriberOptions {
  handle: Queryable
  tail: Tail
  matches(event: PlacedEvent): boolean
  limits: SubscriberLimits
  /** Where it starts, and where the log's head was at that moment: from there on it is live. */
  from: { epoch: number; position: number; head: number }
  onError(error: unknown): void
  onEnd(): void
}

interface Made {
  epoch: number
  live?: Delivery
  replayed?: Delivery
}
const made = new WeakMap<PlacedEvent, Made>()

/** The delivery of an event: one object for all subscribers of the ring, so that what is made of it is made once. */
function deliveryOf(event: PlacedEvent, epoch: number, isLive: boolean): Delivery {
  let known = made.get(event)
  if (known === undefined || known.epoch !== epoch) {
    known = { epoch }
    made.set(event, known)
  }
  const kind = isLive ? 'live' : 'replayed'
  known[kind] ??= { cursor: encodeCursor(epoch, event.position), live: isLive, event }
  return known[kind]
}

type Asked = { resolve(result: IteratorResult<Delivery>): void; reject(error: unknown): void }

const done: IteratorResult<Delivery> = { done: true, value: undefined }

/**
 * A subscriber is a cursor: whoever consumes it pulls, so a client that stops reading costs nothing and nothing overflows.
 * An object, not an async generator: a generator that waits would only receive `return` after the next event.
 */
export class Subscriber implements AsyncIterableIterator<Delivery> {
  readonly #options: SubscriberOptions
  readonly #asked: Asked[] = []
  #epoch: number
  #position: number
  #page: PlacedEvent[] = []
  #pulling = false
  #closed = false
  #saidLive = false
  #skipped = 0
  #delivered: { at: number; position: number }
  #stopWaiting: (() => void) | undefined

  constructor(options: SubscriberOptions) {
    this.#options = options
    this.#epoch = options.from.epoch
    this.#position = options.from.position
    this.#delivered = { at: Date.now(), position: options.from.position }
  }

  /** Up to where it has delivered or skipped. */
  get position(): number {
    return this.#position
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<Delivery>> {
    if (this.#closed) return Promise.resolve(done)
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject })
      void this.#pull()
    })
  }

  /** Ends at once, also while it waits for an event or for the database. */
  return(): Promise<IteratorResult<Delivery>> {
    this.#end()
    return Promise.resolve(done)
  }

  throw(error?: unknown): Promise<IteratorResult<Delivery>> {
    this.#end()
    return Promise.reject(error)
  }

  #end(): void {
    if (this.#closed) return
    this.#closed = true
    this.#page = []
    for (const { resolve } of this.#asked.splice(0)) resolve(done)
    this.#stopWaiting?.()
    this.#options.onEnd()
  }

  async #pull(): Promise<void> {
    if (this.#pulling) return
    this.#pulling = true
    try {
      while (this.#asked.length > 0) {
        const value = await this.#take()
        if (value === undefined) break
        this.#asked.shift()?.resolve({ done: false, value })
      }
    } catch (error) {
      this.#asked.shift()?.reject(error)
      this.#end()
    } finally {
      this.#pulling = false
    }
  }

  /** The next delivery; undefined when the stream ended meanwhile. */
  async #take(): Promise<Delivery | undefined> {
    while (!this.#closed) {
      // Many may look through many events that are none of theirs.
      const wait = turn()
      if (wait !== undefined) await wait
      const seen = this.#options.tail.moved.fired
      const isKept = await this.#keepEpoch()
      const event = isKept ? (this.#fromRing() ?? (await this.#fromPage())) : undefined
      if (this.#closed) return undefined
      if (event === undefined) {
        if (isKept && this.#caughtUp && (!this.#saidLive || this.#due)) return this.#deliver(null)
        await this.#wait(seen)
        continue
      }
      if (event.position !== this.#position + 1) {
        throw new Error(`the log has a hole: position ${event.position} came after ${this.#position}`)
      }
      this.#position = event.position
      if (this.#options.matches(event)) return this.#deliver(event)
      this.#skipped += 1
      if (this.#skipped >= this.#options.limits.checkpointSkipped) return this.#deliver(null)
    }
    return undefined
  }

  get #caughtUp(): boolean {
    return this.#position >= this.#options.from.head
  }

  get #due(): boolean {
    const { at, position } = this.#delivered
    return this.#position > position && Date.now() - at >= this.#options.limits.checkpointMs
  }

  #deliver(event: PlacedEvent | null): Delivery {
    this.#skipped = 0
    this.#delivered = { at: Date.now(), position: this.#position }
    this.#saidLive ||= this.#caughtUp
    return event === null
      ? { cursor: encodeCursor(this.#epoch, this.#position), live: this.#caughtUp, event }
      : deliveryOf(event, this.#epoch, this.#caughtUp)
  }

  /** After a fail-over positions are given out again: go on only if everything delivered so far is still so. */
  async #keepEpoch(): Promise<boolean> {
    const { epoch } = this.#options.tail
    if (epoch === this.#epoch) return true
    this.#page = []
    const epochs = await this.#read(() => readEpochs(this.#options.handle))
    if (epochs === undefined) return false
    requireEpoch(epochs, this.#epoch, this.#position)
    this.#epoch = epoch
    return true
  }

  /** What the log says; undefined while the database is away: the tail's next poll, or the clock, wakes us. */
  #read<T>(ask: () => Promise<T>): Promise<T | undefined> {
    return ask().catch((error: unknown) => {
      this.#options.onError(error)
      return undefined
    })
  }

  #fromRing(): PlacedEvent | undefined {
    const { ring } = this.#options.tail
    if (!ring.reaches(this.#position)) return undefined
    this.#page = [] // what is left of it is older than what the ring gives
    return ring.get(this.#position + 1)
  }

  async #fromPage(): Promise<PlacedEvent | undefined> {
    const { handle, limits, tail } = this.#options
    if (tail.ring.reaches(this.#position)) return undefined
    if (this.#page.length > 0) return this.#page.shift()
    const page = await this.#read(() => readLog(handle, this.#position, limits.page))
    if (page === undefined || page.epoch !== this.#epoch) return undefined
    if (page.oldest > this.#position + 1) throw cursorExpired()
    this.#page = page.events
    return this.#page.shift()
  }

  /** Until the tail moves on from what was `seen`. */
  #wait(seen: number): Promise<void> {
    if (this.#options.tail.moved.fired !== seen) return Promise.resolve()
    return new Promise((resolve) => {
      const takeBack = this.#options.tail.moved.once(resolve)
      this.#stopWaiting = () => {
        takeBack()
        resolve()
      }
    })
  }
}
