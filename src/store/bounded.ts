export interface Bounds<Value> {
  entries: number
  /** Of all entries together, about. */
  bytes: number
  /** Characters of a key; what has a longer one is not kept. */
  keyLength: number
  /** About how many bytes the value holds on to. */
  weigh(value: Value): number
}

/** How full a cache is. */
export interface Fullness {
  readonly size: number
  readonly bytes: number
}

interface Entry<Value> {
  value: Value
  bytes: number
}

/** No single entry may take more of a cache than this part, or one caller's would empty it for all. */
const LARGEST_PART = 1 / 8
/** What an entry costs besides its key and value. */
const ENTRY_BYTES = 100

/**
 * A cache with a bound in entries and in bytes, whatever callers send: the entries that were not requested for the longest go first, and one
 * that is too large is not kept.
 */
export class Bounded<Value> implements Fullness {
  readonly #bounds: Bounds<Value>
  readonly #entries = new Map<string, Entry<Value>>()
  #bytes = 0
  /** Whether something had to go already: only then the order of use matters. */
  #isFull = false

  constructor(bounds: Bounds<Value>) {
    this.#bounds = bounds
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    if (this.#isFull) {
      this.#entries.delete(key)
      this.#entries.set(key, entry)
    }
    return entry.value
  }

  /** Keeps the value where it is small enough; false where it is not. */
  set(key: string, value: Value): boolean {
    this.delete(key)
    const bytes = ENTRY_BYTES + 2 * key.length + this.#bounds.weigh(value)
    if (key.length > this.#bounds.keyLength || bytes > this.#bounds.bytes * LARGEST_PART) return false
    while (this.#entries.size >= this.#bounds.entries || this.#bytes + bytes > this.#bounds.bytes) {
      this.#isFull = true
      this.delete(this.#entries.keys().next().value as string)
    }
    this.#entries.set(key, { value, bytes })
    this.#bytes += bytes
    return true
  }

  /** What is kept under the key, made where it is not there. */
  take(key: string, make: () => Value): Value {
    let value = this.get(key)
    if (value === undefined) {
      value = make()
      this.set(key, value)
    }
    return value
  }

  delete(key: string): void {
    const entry = this.#entries.get(key)
    if (entry === undefined) return
    this.#entries.delete(key)
    this.#bytes -= entry.bytes
  }

  get size(): number {
    return this.#entries.size
  }

  get bytes(): number {
    return this.#bytes
  }
}
