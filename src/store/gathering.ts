import { isRefused } from './errors.ts'
import type { Handle } from './handle.ts'

export interface GatheringOptions<Item, Answer> {
  /** Does the work of all items in one call; answers in their order. */
  run(handle: Handle, items: Item[]): Promise<Answer[]>
  /** What the items of one call may weigh together. A heavier item goes alone. */
  limit: number
  /** 1 unless said. */
  weightOf?(item: Item): number
  /** What an item must have to itself in a call: one with the same waits for the next. */
  keysOf?(item: Item): readonly string[]
}

/** Calls of one kind that are under way at the same time in one process: two keep Postgres busy while this process prepares the next. */
export const LANES = 2
/** A call that takes longer, as when another's lock is in its way, no longer keeps the next from going. */
export const PATIENCE_MS = 20

interface Waiting<Item, Answer> {
  item: Item
  weight: number
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/**
 * Gathers calls of one kind: the first goes at once, and what comes while as many as there are lanes are under way goes together
 * in the next one. Nobody waits for company, each gets its own answer, and what Postgres refuses of them together is tried again
 * alone, so that none suffers for another. A dry run has its own transaction and gathers nothing.
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
  #waitingWeight = 0
  #underWay = 0
  #isScheduled = false

  constructor(handle: Handle, options: GatheringOptions<Item, Answer>) {
    this.#handle = handle
    this.#options = options
  }

  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const weight = this.#options.weightOf?.(item) ?? 1
      this.#waiting.push({ item, weight, resolve, reject })
      this.#waitingWeight += weight
      this.#schedule()
    })
  }

  /** After the requests that have arrived by now were read: they belong together. What fills a call waits for no lane. */
  #schedule(): void {
    if (this.#isScheduled || this.#waiting.length === 0) return
    if (this.#underWay >= LANES && this.#waitingWeight < this.#options.limit) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      void this.#go(this.#next())
      this.#schedule()
    })
  }

  async #go(group: Waiting<Item, Answer>[]): Promise<void> {
    this.#underWay += 1
    let isLane = true
    const leaveLane = () => {
      if (!isLane) return
      isLane = false
      this.#underWay -= 1
      this.#schedule()
    }
    const patience = setTimeout(leaveLane, PATIENCE_MS)
    await this.#settle(group)
    clearTimeout(patience)
    leaveLane()
  }

  async #settle(group: Waiting<Item, Answer>[]): Promise<void> {
    try {
      const items = group.map(({ item }) => item)
      const answers = await this.#options.run(this.#handle, items)
      for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer)
    } catch (error) {
      if (group.length > 1 && isRefused(error)) await Promise.all(group.map((one) => this.#settle([one])))
      else for (const { reject } of group) reject(error)
    }
  }

  /** The first of those that wait, as many as fit together; the others keep their order. */
  #next(): Waiting<Item, Answer>[] {
    const { limit, keysOf } = this.#options
    const taken = new Set<string>()
    const group: Waiting<Item, Answer>[] = []
    const left: Waiting<Item, Answer>[] = []
    let weight = 0
    for (const one of this.#waiting) {
      const keys = keysOf?.(one.item) ?? []
      const fits = group.length === 0 || (weight + one.weight <= limit && keys.every((key) => !taken.has(key)))
      for (const key of keys) taken.add(key)
      if (fits) weight += one.weight
      ;(fits ? group : left).push(one)
    }
    this.#waiting = left
    this.#waitingWeight -= weight
    return group
  }
}
