import type { Queryable } from '#store/log/advance-log'
import { readLog } from '#store/log/read-log'
import { decodeCursor, resolveCursor } from './cursor.ts'
import type { PlacedEvent } from './event-row.ts'
import { type Delivery, Subscriber, type SubscriberLimits, subscriberLimits } from './subscriber.ts'
import type { Tail } from './tail.ts'

export interface LiveOptions {
  handle: Queryable
  tail: Tail
  /** Resolves when what was committed before has its position. */
  advanced(): Promise<void>
  onError(error: unknown): void
  limits?: Partial<SubscriberLimits>
}

export interface Subscription {
  /** A cursor to go on after; without it the stream starts at now. */
  after?: string | null
  /** Which events the subscriber wants and may see. */
  matches(event: PlacedEvent): boolean
}

/** Live delivery. A subscriber is a cursor that pulls: from the ring, else a page from the database, else it waits. */
export class Live {
  readonly #options: LiveOptions
  readonly #limits: SubscriberLimits
  readonly #subscribers = new Set<Subscriber>()
  #clock: NodeJS.Timeout | undefined

  constructor(options: LiveOptions) {
    this.#options = options
    this.#limits = { ...subscriberLimits, ...options.limits }
  }

  get subscribers(): number {
    return this.#subscribers.size
  }

  /** The place of the subscriber that is furthest behind: one that is paused stands still. Undefined where nobody subscribes. */
  get slowest(): number | undefined {
    let slowest: number | undefined
    for (const { position } of this.#subscribers) slowest = Math.min(position, slowest ?? position)
    return slowest
  }

  /** Refuses with CURSOR_EXPIRED or INVALID_CURSOR before the stream begins. */
  async subscribe({ after, matches }: Subscription): Promise<AsyncIterableIterator<Delivery>> {
    const { handle, tail, advanced, onError } = this.#options
    if (after != null && 'eventId' in decodeCursor(after)) await advanced()
    await tail.join()
    try {
      const { head, epoch } = await readLog(handle, 0, 0)
      const position = after != null ? await resolveCursor(handle, after) : head
      const subscriber: Subscriber = new Subscriber({
        handle,
        tail,
        onError,
        matches,
        limits: this.#limits,
        from: { epoch, position, head },
        onEnd: () => this.#ended(subscriber),
      })
      this.#subscribers.add(subscriber)
      this.#clock ??= setInterval(() => tail.moved.fire(), this.#limits.checkpointMs / 3).unref()
      tail.hint({ head, epoch })
      return subscriber
    } catch (error) {
      tail.leave()
      throw error
    }
  }

  /** Ends every stream; clients resume with their last cursor. */
  close(): void {
    for (const subscriber of this.#subscribers) void subscriber.return()
  }

  #ended(subscriber: Subscriber): void {
    if (!this.#subscribers.delete(subscriber)) return
    this.#options.tail.leave()
    if (this.#subscribers.size > 0) return
    clearInterval(this.#clock)
    this.#clock = undefined
  }
}
