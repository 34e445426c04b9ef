import { advanceLog, type LogState, type Queryable } from '#store/log/advance-log'

/** Events placed in one call. */
export const advanceBatch = 1_000
/** After a full batch the next one is larger, up to this: each call looks at all that wait, so few calls serve a flood best. */
export const largestAdvanceBatch = 64_000
/** From the end of a call to the next at least, so that a burst of commits becomes few batches; it adds at most this to a delivery. */
export const advanceSpacingMs = 10

export interface AdvancerOptions {
  /** Every answer: the state of the log, and how many events this call placed. */
  onState(state: LogState, placed: number): void
  onError(error: unknown): void
}

/** Calls log_advance, one call at a time: after our own commits and on each poll. Any number of processes may do so. */
export class Advancer {
  readonly #handle: Queryable
  readonly #options: AdvancerOptions
  #running: Promise<void> | undefined
  #batch = advanceBatch
  #again = false
  #ended = Number.NEGATIVE_INFINITY
  #closed = false

  constructor(handle: Queryable, options: AdvancerOptions) {
    this.#handle = handle
    this.#options = options
  }

  /** Something may wait for its position. Costs nothing while a call is under way: another follows it. */
  nudge(): void {
    if (this.#closed) return
    this.#again = true
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
      if (this.#again && !this.#closed) this.nudge()
    })
  }

  /** Resolves when a call that began after this moment has ended. */
  async advanced(): Promise<void> {
    this.nudge()
    const current = this.#running
    await current
    if (this.#running !== undefined && this.#running !== current) await this.#running
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#closed) {
      const early = this.#ended + advanceSpacingMs - performance.now()
      if (early > 0) await new Promise((done) => setTimeout(done, early))
      this.#again = false
      try {
        await this.#call()
      } catch (error) {
        this.#again = false // the next poll tries again
        this.#options.onError(error)
      }
      this.#ended = performance.now()
    }
  }

  async #call(): Promise<void> {
    const { placed, ...state } = await advanceLog(this.#handle, this.#batch)
    const full = placed === this.#batch
    this.#batch = full ? Math.min(this.#batch * 8, largestAdvanceBatch) : advanceBatch
    if (full) this.#again = true
    this.#options.onState(state, placed)
  }
}
