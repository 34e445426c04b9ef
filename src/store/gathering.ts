import type { Handle } from './handle.ts'

export interface GatheringOptions<Item, Answer> {
  /** Does the work of all items in one call; answers in their order. */
  run(handle: Handle, items: Item[]): Promise<Answer[]>
  /** Items of one call. */
  limit: number
  /** What an item must have to itself in a call: one with the same waits for the next. */
  keysOf?(item: Item): readonly string[]
}

/** Calls of one kind that are under way at the same time in one process: two keep Postgres busy while this process prepares the next. */
export const LANES = 2

interface Waiting<Item, Answer> {
  item: Item
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/**
 * Gathers calls of one kind: the first goes at once, and what comes while as many as there are lanes are under way goes together
 * in the next one. Nobody waits for company, and each gets its own answer. A dry run has its own transaction and gathers nothing.
 */
export class Gathering<Item, Answer> {
  readonly #options: GatheringOptions<Item, Answer>
  readonly #queues = new WeakMap<Handle, Queue<Item, Answer>>()

  constructor(options: GatheringOptions<Item, Answer>) {
    this.#options = options
  }

  async ask(handle: Handle, item: Item): Promise<Answer> {
    if (handle.dryRun) return (await this.#options.run(handle, [item]))[0] as Answer
    let queue = this.#queues.get(handle)
    if (queue === undefined) {
      queue = new Queue(handle, this.#options)
      this.#queues.set(handle, queue)
    }
    return queue.add(item)
  }
}

class Queue<Item, Answer> {
  readonly #handle: Handle
  readonly #options: GatheringOptions<Item, Answer>
  #waiting: Waiting<Item, Answer>[] = []
  #underWay = 0
  #isScheduled = false

  constructor(handle: Handle, options: GatheringOptions<Item, Answer>) {
    this.#handle = handle
    this.#options = options
  }

  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      this.#schedule()
    })
  }

  /** After the requests that have arrived by now were read: they belong together. */
  #schedule(): void {
    if (this.#isScheduled || this.#underWay >= LANES || this.#waiting.length === 0) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      void this.#go(this.#next())
      this.#schedule()
    })
  }

  async #go(group: Waiting<Item, Answer>[]): Promise<void> {
    this.#underWay += 1
    try {
      const answers = await this.#options.run(
        this.#handle,
        group.map(({ item }) => item),
      )
      group.forEach(({ resolve }, index) => {
        resolve(answers[index] as Answer)
      })
    } catch (error) {
      for (const { reject } of group) reject(error)
    } finally {
      this.#underWay -= 1
      this.#schedule()
    }
  }

  /** The first of those that wait, as many as fit together; the others keep their order. */
  #next(): Waiting<Item, Answer>[] {
    const { limit, keysOf } = this.#options
    if (keysOf === undefined) return this.#waiting.splice(0, limit)
    const taken = new Set<string>()
    const group: Waiting<Item, Answer>[] = []
    const left: Waiting<Item, Answer>[] = []
    for (const one of this.#waiting) {
      const keys = keysOf(one.item)
      const isFree = group.length < limit && keys.every((key) => !taken.has(key))
      for (const key of keys) taken.add(key)
      ;(isFree ? group : left).push(one)
    }
    this.#waiting = left
    return group
  }
}
