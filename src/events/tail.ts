import type { LogState, Queryable } from '#store/log/advance-log'
import { type LogPage, readLog } from '#store/log/read-log'
import { Ring } from './ring.ts'
import { Signal } from './signal.ts'

/** Events read at once while following the log. */
export const tailPage = 1_000

export interface TailOptions {
  ringSize?: number
  /** What was just read from the database. */
  onRead?(page: LogPage, after: number): void
  onError(error: unknown): void
}

/** The one follower of the log in this process. It reads only while someone subscribes; hints say when there is more. */
export class Tail {
  readonly ring: Ring
  /** Fires when there is more to deliver, or the epoch changed. */
  readonly moved = new Signal()
  #epoch = 0
  #hint: Partial<LogState> = {}
  #readers = 0
  #joining: Promise<void> | undefined
  #pumping: Promise<void> | undefined
  readonly #handle: Queryable
  readonly #options: TailOptions

  constructor(handle: Queryable, options: TailOptions) {
    this.#handle = handle
    this.#options = options
    this.ring = new Ring(options.ringSize)
  }

  get epoch(): number {
    return this.#epoch
  }

  get active(): boolean {
    return this.#readers > 0
  }

  /** A reader comes; the first one makes the tail follow from the head on. */
  async join(): Promise<void> {
    this.#readers += 1
    this.#joining ??= this.#begin()
    try {
      await this.#joining
    } catch (error) {
      this.leave()
      throw error
    }
  }

  leave(): void {
    this.#readers -= 1
    if (this.#readers > 0) return
    this.#joining = undefined
    this.ring.restart(this.ring.last)
  }

  /** Someone says how far the log is. Only a reason to look: the tail advances to what it read, never to a hint. */
  hint(state: Partial<LogState>): void {
    if (!this.active) return
    const head = Math.max(state.head ?? 0, this.#hint.head ?? 0)
    this.#hint = { head, epoch: state.epoch ?? this.#hint.epoch }
    this.#follow()
  }

  /** Events that another process read. They count only where they continue what is here. */
  accept(page: LogPage, after: number): void {
    const continues = after === this.ring.last && page.epoch === this.#epoch && page.events.length > 0
    if (this.active && continues && this.#pumping === undefined) this.#apply(page, after)
    this.hint({ head: page.head, epoch: page.epoch })
  }

  async close(): Promise<void> {
    this.#readers = 0
    await this.#pumping
    this.moved.fire()
  }

  async #begin(): Promise<void> {
    const state = await readLog(this.#handle, 0, 0)
    this.#epoch = state.epoch
    this.#hint = { epoch: state.epoch, head: state.head }
    this.ring.restart(state.head)
  }

  get #behind(): boolean {
    const { head, epoch } = this.#hint
    return (head ?? 0) > this.ring.last || (epoch ?? this.#epoch) !== this.#epoch
  }

  #follow(): void {
    if (this.#pumping !== undefined || !this.#behind) return
    this.#pumping = this.#pump()
      .catch((error: unknown) => {
        this.#hint = {} // the next poll says it again
        this.#options.onError(error)
      })
      .finally(() => {
        this.#pumping = undefined
        if (this.active) this.#follow()
      })
  }

  async #pump(): Promise<void> {
    while (this.active && this.#behind) {
      const after = this.ring.last
      const page = await readLog(this.#handle, after, tailPage)
      if (!this.active || after !== this.ring.last) continue // everyone left meanwhile, and someone came
      this.#apply(page, after)
      this.#options.onRead?.(page, after)
      // What was read replaces every hint up to it; one from a lost epoch must not keep us looking.
      this.#hint = { epoch: page.epoch, head: page.head }
    }
  }

  #apply(page: LogPage, after: number): void {
    const holed = page.events.length === 0 && page.head > after // retention passed a process that was asleep
    if (
      page.epoch !== this.#epoch ||
      holed ||
      page.events.some((event, index) => event.position !== after + index + 1)
    ) {
      this.#epoch = page.epoch
      this.ring.restart(page.head)
    } else {
      for (const event of page.events) this.ring.append(event)
    }
    this.moved.fire()
  }
}
