/** Who is woken in one go: what each then does comes before anything else, so thousands are woken a group per turn of the loop. */
const GROUP = 250

/** Wakes everyone who waits, once. */
export class Signal {
  #waiting = new Set<() => void>()
  readonly #beingWoken: Set<() => void>[] = []
  #fired = 0

  /** How often it fired: who looked before and finds another number missed one. */
  get fired(): number {
    return this.#fired
  }

  /** Calls `wake` at the next `fire`; the answer takes it back. */
  once(wake: () => void): () => void {
    const waiting = this.#waiting
    waiting.add(wake)
    return () => waiting.delete(wake)
  }

  fire(): void {
    this.#fired += 1
    if (this.#waiting.size === 0) return
    const isBusy = this.#beingWoken.push(this.#waiting) > 1
    this.#waiting = new Set()
    if (!isBusy) this.#wakeGroup()
  }

  #wakeGroup(): void {
    const [woken] = this.#beingWoken
    let left = GROUP
    for (const wake of woken ?? []) {
      if (left-- === 0) return void setImmediate(() => this.#wakeGroup())
      woken?.delete(wake)
      wake()
    }
    this.#beingWoken.shift()
    if (this.#beingWoken.length > 0) setImmediate(() => this.#wakeGroup())
  }

  get size(): number {
    return this.#beingWoken.reduce((sum, { size }) => sum + size, this.#waiting.size)
  }
}
