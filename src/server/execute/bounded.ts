/** A map that keeps at most so many entries; the ones that were not asked for the longest go first. */
export class Bounded<Key, Value> {
  readonly #limit: number
  readonly #entries = new Map<Key, Value>()

  constructor(limit: number) {
    this.#limit = limit
  }

  get(key: Key): Value | undefined {
    const value = this.#entries.get(key)
    if (value !== undefined && this.#entries.size === this.#limit) {
      this.#entries.delete(key)
      this.#entries.set(key, value)
    }
    return value
  }

  set(key: Key, value: Value): void {
    this.#entries.delete(key)
    if (this.#entries.size >= this.#limit) this.#entries.delete(this.#entries.keys().next().value as Key)
    this.#entries.set(key, value)
  }

  /** What is kept under the key, made where it is not there. */
  take(key: Key, make: () => Value): Value {
    let value = this.get(key)
    if (value === undefined) {
      value = make()
      this.set(key, value)
    }
    return value
  }

  get size(): number {
    return this.#entries.size
  }
}
