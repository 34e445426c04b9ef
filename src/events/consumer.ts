import type { Pool } from 'pg'
import { isolateFailures } from '#domain/isolate-failures'
import { sqlState } from '#store/errors'
import { beginConsumer, deadLetterEvent, lockConsumer, moveConsumer } from '#store/log/consumer-cursor'
import { readLog } from '#store/log/read-log'
import { inTransaction, type Transaction } from '#store/log/transaction'
import { isUnavailable } from '#store/unavailable'
import { isKnownType, type PlacedEvent } from './event-row.ts'
import type { Log } from './log.ts'

/** Events handled in one transaction. */
export const consumerBatch = 500
/** After a batch that was not full it lets so much time pass, so that a busy log costs few transactions. */
export const consumerSpacingMs = 25
/** An event of a type that this build does not know is left so long for a newer process. */
export const unknownTypeMs = 60_000
/** After a failure that is not the event's own the consumer tries again after this, and after twice as long each time, up to the most. */
export const retryMs = { least: 200, most: 30_000 }
/** How often it looks by itself: another process may have held the cursor, and ended. */
const lookMs = 1_000

export interface ConsumerOptions {
  name: string
  log: Log
  pool: Pool
  /** The effect, in the transaction that moves the cursor. It sees every event once, in order, unless it throws. */
  handle(events: PlacedEvent[], tx: Transaction): Promise<void>
  /** An event could not be handled and is kept apart; in the same transaction. */
  onDeadLetter?(tx: Transaction, deadLetterId: string, event: PlacedEvent): Promise<void>
  /** Something failed that is tried again. */
  onError?(error: unknown): void
  onAlarm?(message: string): void
  batch?: number
  unknownTypeMs?: number
}

export interface Consumer {
  /** Resolves when everything up to this position is handled, by whichever process. */
  caughtUp(position: number): Promise<void>
  stop(): Promise<void>
}

/** Follows the log with an effect. Any number of processes may run it: whoever holds the cursor's row does the next batch. */
export function runConsumer(options: ConsumerOptions): Consumer {
  const runner = new Runner(options)
  const running = runner.run()
  return {
    caughtUp: (position) => runner.caughtUp(position),
    stop: async () => {
      runner.stop()
      await running
    },
  }
}

class Runner {
  readonly #options: ConsumerOptions
  #position = -1
  #stopped = false
  #wake: (() => void) | undefined
  #begun = false
  #delay = retryMs.least
  /** The event of an unknown type that blocks, and since when this process knows. */
  #blocker: { position: number; since: number } | undefined
  #waiting: { position: number; resolve(): void }[] = []

  constructor(options: ConsumerOptions) {
    this.#options = options
  }

  async run(): Promise<void> {
    const { log, onError } = this.#options
    while (!this.#stopped) {
      const seen = log.grown.fired
      try {
        const more = await this.#step()
        this.#delay = retryMs.least
        this.#tell()
        if (!more) await this.#rest(consumerSpacingMs, false)
        if (!more && log.grown.fired === seen) await this.#rest(lookMs, true)
      } catch (error) {
        onError?.(error)
        await this.#rest(this.#delay, false)
        this.#delay = Math.min(this.#delay * 2, retryMs.most)
      }
    }
  }

  stop(): void {
    this.#stopped = true
    this.#wake?.()
  }

  caughtUp(position: number): Promise<void> {
    if (this.#position >= position) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiting.push({ position, resolve })
      this.#wake?.()
    })
  }

  /** One batch; answers whether there may be more right now. */
  async #step(): Promise<boolean> {
    const { log, pool, name } = this.#options
    // Idle costs nothing: the log knows its head, and this is where we were.
    if (this.#position >= log.head && this.#begun) return false
    let failed: PlacedEvent[] | undefined
    try {
      if (!this.#begun) await inTransaction(pool, (tx) => beginConsumer(tx, name))
      this.#begun = true
      return await inTransaction(pool, (tx) =>
        this.#batch(tx, async (events) => {
          failed = events
          await this.#options.handle(events, tx)
          failed = undefined
        }),
      )
    } catch (error) {
      if (failed === undefined || !isOfTheEvent(error)) throw error
    }
    // Something in the batch cannot be handled: only that is set aside.
    return await inTransaction(pool, (tx) => this.#batch(tx, (events) => this.#isolated(tx, events)))
  }

  async #batch(tx: Transaction, effect: (events: PlacedEvent[]) => Promise<void>): Promise<boolean> {
    const { name, batch = consumerBatch } = this.#options
    const position = await lockConsumer(tx, name)
    if (position === undefined) return false
    const page = await readLog(tx, position, batch)
    const [first] = page.events
    if (first !== undefined && first.position !== position + 1) {
      throw new Error(`the log has a hole: ${name} stands at ${position} and the next event is ${first.position}`)
    }
    const events = this.#upToUnknown(page.events)
    if (events.length > 0) {
      await effect(events.filter(isKnownType))
      await this.#setUnknownAside(tx, events)
      await moveConsumer(tx, name, page.epoch, events.at(-1)!.position)
    }
    this.#position = events.at(-1)?.position ?? position
    return events.length > 0 && this.#position < page.head
  }

  /** The events before the first that a newer process should handle, or all where it had its time. */
  #upToUnknown(events: PlacedEvent[]): PlacedEvent[] {
    const waitMs = this.#options.unknownTypeMs ?? unknownTypeMs
    const index = events.findIndex((event) => !isKnownType(event))
    if (index < 0) return events
    const { position } = events[index]!
    if (this.#blocker?.position !== position) this.#blocker = { position, since: Date.now() }
    if (Date.now() - this.#blocker.since < waitMs) return events.slice(0, index)
    return events.slice(0, index + 1)
  }

  async #setUnknownAside(tx: Transaction, events: PlacedEvent[]): Promise<void> {
    for (const event of events) {
      if (!isKnownType(event))
        await this.#deadLetter(tx, event, `this build knows no event type ${(event as PlacedEvent).type}`)
    }
  }

  async #isolated(tx: Transaction, events: PlacedEvent[]): Promise<void> {
    await isolateFailures<PlacedEvent, void>(events, {
      split: 'halves',
      isRefusal: isOfTheEvent,
      attempt: async (some) => {
        await tx.attempt(() => this.#options.handle([...some], tx))
        return some.map(() => undefined)
      },
      failed: (event, error) => {
        if (!isOfTheEvent(error)) throw error
        return this.#deadLetter(tx, event, error instanceof Error ? error.message : String(error))
      },
    })
  }

  async #deadLetter(tx: Transaction, event: PlacedEvent, error: string): Promise<void> {
    const { name, onDeadLetter, onAlarm } = this.#options
    const { id, position, type } = event
    const letter = await deadLetterEvent(tx, { consumer: name, eventId: id, position, error })
    await onDeadLetter?.(tx, letter, event)
    // Why is in the dead letter: an error may repeat what it met, and alarms are logged.
    onAlarm?.(`${name} could not handle event ${id} (${type}) and set it aside as dead letter ${letter}`)
  }

  #tell(): void {
    const ready = this.#waiting.filter(({ position }) => position <= this.#position)
    this.#waiting = this.#waiting.filter(({ position }) => position > this.#position)
    for (const { resolve } of ready) resolve()
  }

  #rest(ms: number, wakeable: boolean): Promise<void> {
    return new Promise((resolve) => {
      const awake = () => {
        clearTimeout(timer)
        takeBack?.()
        this.#wake = undefined
        resolve()
      }
      const timer = setTimeout(awake, ms)
      const takeBack = wakeable ? this.#options.log.grown.once(awake) : undefined
      this.#wake = awake
      if (this.#stopped) awake()
    })
  }
}

/** SQLSTATE classes that say nothing about the event: conflict, resources, shutdown, and a schema that is not there yet. */
const foreignClasses = ['08', '25', '40', '42', '53', '55', '57', '58', 'XX']

function isOfTheEvent(error: unknown): boolean {
  if (isUnavailable(error) || foreignClasses.includes(sqlState(error)?.slice(0, 2) ?? '')) return false
  return !/^E[A-Z]+$/.test(String((error as { code?: unknown }).code)) // nor what the system says
}
