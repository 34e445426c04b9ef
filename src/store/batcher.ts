import { isolateFailures } from '#domain/isolate-failures'
import { isRefused } from './errors.ts'
import type { BatchedCall, Handle } from './handle.ts'

/** Batches of one kind that run at the same time: two keep Postgres busy while this process prepares the next. */
export const BATCHES_AT_ONCE = 2
/** A batch that takes longer, as when it waits for a lock, no longer delays the next one. */
export const MAX_DELAY_MS = 20

/**
 * Coalesces calls of one kind: the first runs at once, and what arrives while as many as may run are running goes into the next batch.
 * No call waits to be joined by others, each gets its own answer, and what Postgres refuses of a batch runs again alone, so that no
 * caller suffers for another. There is one batcher per store, and it closes with it.
 */
export class Batcher {
  readonly #handle: Handle
  readonly #queues = new Map<BatchedCall<never, never>, Queue<never, never>>()
  #isClosed = false

  constructor(handle: Handle) {
    this.#handle = handle
  }

  ask<Item, Answer>(call: BatchedCall<Item, Answer>, item: Item): Promise<Answer> {
    if (this.#isClosed) return Promise.reject(new Error('the store is closed'))
    let queue = this.#queues.get(call as never) as Queue<Item, Answer> | undefined
    if (queue === undefined) {
      queue = new Queue(this.#handle, call)
      this.#queues.set(call as never, queue as never)
    }
    return queue.add(item)
  }

  /** Takes no more calls, and resolves when those that were taken are answered. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#queues.values()].map((queue) => queue.drained()))
  }
}

interface Pending<Item, Answer> {
  item: Item
  weight: number
  resolve(answer: Answer): void
  reject(error: unknown): void
}

class Queue<Item, Answer> {
  readonly #handle: Handle
  readonly #call: BatchedCall<Item, Answer>
  readonly #running = new Set<Promise<void>>()
  #pending: Pending<Item, Answer>[] = []
  #pendingWeight = 0
  /** Batches that delay the next one. */
  #delaying = 0
  #isScheduled = false

  constructor(handle: Handle, call: BatchedCall<Item, Answer>) {
    this.#handle = handle
    this.#call = call
  }

  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const weight = this.#call.weightOf?.(item) ?? 1
      this.#pending.push({ item, weight, resolve, reject })
      this.#pendingWeight += weight
      this.#schedule()
    })
  }

  async drained(): Promise<void> {
    while (this.#pending.length > 0 || this.#running.size > 0) {
      await (this.#running.size > 0 ? Promise.race(this.#running) : new Promise((resolve) => setImmediate(resolve)))
    }
  }

  /** After the requests that have arrived by now were read: they belong together. What fills a batch waits for no other. */
  #schedule(): void {
    if (this.#isScheduled || this.#pending.length === 0) return
    if (this.#delaying >= BATCHES_AT_ONCE && this.#pendingWeight < this.#call.limit) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      const running = this.#run(this.#next()).finally(() => this.#running.delete(running))
      this.#running.add(running)
      this.#schedule()
    })
  }

  async #run(batch: Pending<Item, Answer>[]): Promise<void> {
    this.#delaying += 1
    let delays = true
    const delayNoLonger = () => {
      if (!delays) return
      delays = false
      this.#delaying -= 1
      this.#schedule()
    }
    const timer = setTimeout(delayNoLonger, MAX_DELAY_MS)
    await this.#settle(batch)
    clearTimeout(timer)
    delayNoLonger()
  }

  async #settle(batch: Pending<Item, Answer>[]): Promise<void> {
    try {
      await isolateFailures(batch, {
        split: 'singles',
        isRefusal: isRefused,
        attempt: async (some) => {
          const answers = await this.#call.run(
            this.#handle,
            some.map(({ item }) => item),
          )
          return some.map(({ resolve }, index) => resolve(answers[index] as Answer))
        },
        failed: ({ reject }, error) => reject(error),
      })
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  /** The first of those that are pending, as many as fit into one batch; the others keep their order. */
  #next(): Pending<Item, Answer>[] {
    const { limit, keysOf } = this.#call
    const taken = new Set<string>()
    const batch: Pending<Item, Answer>[] = []
    const left: Pending<Item, Answer>[] = []
    let weight = 0
    for (const one of this.#pending) {
      const keys = keysOf?.(one.item) ?? []
      const fits = batch.length === 0 || (weight + one.weight <= limit && keys.every((key) => !taken.has(key)))
      for (const key of keys) taken.add(key)
      if (fits) weight += one.weight
      ;(fits ? batch : left).push(one)
    }
    this.#pending = left
    this.#pendingWeight -= weight
    return batch
  }
}
