import type { LocalTime } from './local-time.ts'

/** Texts as small integers. */
export class Interned {
  readonly #indexes = new Map<string, number>()

  of(text: string): number {
    const known = this.#indexes.get(text)
    if (known !== undefined) return known
    this.#indexes.set(text, this.#indexes.size)
    return this.#indexes.size - 1
  }

  get size(): number {
    return this.#indexes.size
  }

  /** All texts, each at its integer. */
  texts(): string[] {
    return [...this.#indexes.keys()]
  }
}

const FIRST_CAPACITY = 4_096

/** What the survey keeps of each row: 24 bytes, whatever the file holds, so that a year of orders fits in memory. */
export class RowTable {
  rows = 0
  order = new Int32Array(FIRST_CAPACITY)
  customer = new Int32Array(FIRST_CAPACITY)
  sku = new Int32Array(FIRST_CAPACITY)
  quantity = new Int32Array(FIRST_CAPACITY)
  /** Minor units for a sale's total, minor units × 1,000 for a credit's price. */
  money = new Float64Array(FIRST_CAPACITY)

  /** Room for one more row; its values are zero. */
  grow(): number {
    if (this.rows === this.order.length) {
      const capacity = Math.ceil(this.rows * 1.5)
      this.order = resized(this.order, new Int32Array(capacity))
      this.customer = resized(this.customer, new Int32Array(capacity))
      this.sku = resized(this.sku, new Int32Array(capacity))
      this.quantity = resized(this.quantity, new Int32Array(capacity))
      this.money = resized(this.money, new Float64Array(capacity))
    }
    return this.rows++
  }

  /** Only the orders of the rows are requested once the credits are matched. */
  keepOrdersOnly(): Int32Array {
    const order = this.order.slice(0, this.rows)
    this.order = order
    this.customer = this.sku = this.quantity = new Int32Array(0)
    this.money = new Float64Array(0)
    return order
  }
}

/** What the survey keeps of each order. */
export class OrderTable {
  rows = new Int32Array(FIRST_CAPACITY)
  /** The set-aside rules that all rows so far meet, one bit each. */
  setAside = new Uint8Array(FIRST_CAPACITY)
  isCredit = new Uint8Array(FIRST_CAPACITY)
  isBroken = new Uint8Array(FIRST_CAPACITY)
  /** When its earliest row was written, and the day of that; 0 before the first row that can be read. */
  epochMs = new Float64Array(FIRST_CAPACITY)
  day = new Int32Array(FIRST_CAPACITY)

  add(order: number, isCredit: boolean): void {
    if (order === this.rows.length) {
      const capacity = order * 2
      this.rows = resized(this.rows, new Int32Array(capacity))
      this.setAside = resized(this.setAside, new Uint8Array(capacity))
      this.isCredit = resized(this.isCredit, new Uint8Array(capacity))
      this.isBroken = resized(this.isBroken, new Uint8Array(capacity))
      this.epochMs = resized(this.epochMs, new Float64Array(capacity))
      this.day = resized(this.day, new Int32Array(capacity))
    }
    this.setAside[order] = 0xff
    this.isCredit[order] = isCredit ? 1 : 0
  }

  see(order: number, at: LocalTime): void {
    if (this.day[order] !== 0 && this.epochMs[order]! <= at.epochMs) return
    this.epochMs[order] = at.epochMs
    this.day[order] = at.day
  }
}

function resized<T extends Int32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from)
  return to
}
