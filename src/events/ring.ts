import type { PlacedEvent } from './event-row.ts'

/** Events kept in memory for subscribers that are up to date: about 4 MB; who is further behind reads pages. */
export const ringSize = 2_048

/** The latest events, one place each, without a hole. */
export class Ring {
  readonly #places: (PlacedEvent | undefined)[]
  #last = 0
  #first = 1

  constructor(size: number = ringSize) {
    this.#places = new Array<PlacedEvent | undefined>(size)
  }

  /** The last position that it knows of. */
  get last(): number {
    return this.#last
  }

  /** Whether it can answer what comes after this position. */
  reaches(position: number): boolean {
    return position >= this.#first - 1
  }

  get(position: number): PlacedEvent | undefined {
    if (position < this.#first || position > this.#last) return undefined
    return this.#places[position % this.#places.length]
  }

  append(event: PlacedEvent): void {
    if (event.position !== this.#last + 1) {
      throw new Error(`the log has a hole: position ${event.position} came after ${this.#last}`)
    }
    this.#places[event.position % this.#places.length] = event
    this.#last = event.position
    if (this.#last - this.#first >= this.#places.length) this.#first = this.#last - this.#places.length + 1
  }

  /** Forgets everything and goes on after `position`. */
  restart(position: number): void {
    this.#places.fill(undefined)
    this.#last = position
    this.#first = position + 1
  }
}
