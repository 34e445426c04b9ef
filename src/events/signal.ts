/** Wakes everyone who waits, once. */
export class Signal {
  readonly #waiting = new Set<() => void>()
  #fired = 0

  /** How often it fired: who looked before and finds another number missed one. */
  get fired(): number {
    return this.#fired
  }

  /** Calls `wake` at the next `fire`; the answer takes it back. */
  once(wake: () => void): () => void {
    this.#waiting.add(wake)
    return () => this.#waiting.delete(wake)
  }

  fire(): void {
    this.#fired += 1
    const woken = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of woken) wake()
  }

  get size(): number {
    return this.#waiting.size
  }
}
