/** What the API takes in one call, and what keeps a call's body and its transaction small. */
export const MAX_ORDERS_PER_CALL = 500
export const MAX_CALL_BYTES = 250_000

// UTF-8 needs at most three bytes for a UTF-16 unit.
const BYTES_PER_UNIT = 3
const OPEN = '{"orders":['
const CLOSE = ']}'

/** Orders as the bytes of one call's variables. Strings of this size would outlive the young heap and pile up. */
export class OrderBatch {
  readonly orders: number[] = []
  rows = 0
  #bytes: Buffer
  #length: number

  constructor(bytes: Buffer = Buffer.allocUnsafeSlow(MAX_CALL_BYTES)) {
    this.#bytes = bytes
    this.#length = bytes.write(OPEN, 0)
  }

  /** False where the order does not fit any more; a batch takes its first order whatever its size. */
  add(order: number, json: string, rows: number): boolean {
    const needed = this.#length + json.length * BYTES_PER_UNIT + 1 + CLOSE.length
    if (this.orders.length === MAX_ORDERS_PER_CALL) return false
    if (needed > this.#bytes.length) {
      if (this.orders.length > 0) return false
      const grown = Buffer.allocUnsafeSlow(needed)
      this.#bytes.copy(grown, 0, 0, this.#length)
      this.#bytes = grown
    }
    if (this.orders.length > 0) this.#length += this.#bytes.write(',', this.#length)
    this.#length += this.#bytes.write(json, this.#length)
    this.orders.push(order)
    this.rows += rows
    return true
  }

  /** The variables of the call, whole. */
  variables(): Uint8Array {
    const end = this.#length + this.#bytes.write(CLOSE, this.#length)
    return this.#bytes.subarray(0, end)
  }

  /** An empty batch in the same memory, once the call is over. */
  recycle(): OrderBatch {
    return new OrderBatch(this.#bytes)
  }
}
