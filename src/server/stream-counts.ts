/** How many streams each holder of tokens has open. */
export class StreamCounts {
  readonly #limit: number
  readonly #open = new Map<string, number>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Takes a place for one more; the answer gives it back, once. Undefined where none is left. */
  open(holder: string): (() => void) | undefined {
    const count = this.#open.get(holder) ?? 0
    if (count >= this.#limit) return undefined
    this.#open.set(holder, count + 1)
    let isOpen = true
    return () => {
      if (!isOpen) return
      isOpen = false
      const left = (this.#open.get(holder) ?? 1) - 1
      if (left === 0) this.#open.delete(holder)
      else this.#open.set(holder, left)
    }
  }
}
