import type pg from 'pg'
import { Ask, isRefusal, textOf } from './ask.ts'
import { localSettings, type Prelude } from './local-settings.ts'
import type { Budget, Statement } from './statement.ts'
import type { Wire } from './wire.ts'

/** Packets under way at the same time: enough that one slow look-up does not delay all the others. */
export const PACKETS_AT_ONCE = 3
/** Statements in one packet. */
export const STATEMENTS_PER_PACKET = 64

interface Pending {
  statement: Statement
  texts: (string | Buffer | null)[]
  budget: Budget | undefined
  resolve(rows: unknown[]): void
  reject(error: unknown): void
}

/** Attempts items together and, where that is refused, each alone and all at once. */
export type IsolateFailures = <Item, Result>(
  items: readonly Item[],
  options: {
    split: 'singles'
    attempt(items: readonly Item[]): Promise<readonly Result[]>
    /** Whether one of the items may be at fault. */
    isRefusal(error: unknown): boolean
    failed(item: Item, error: unknown): Result | Promise<Result>
  },
) => Promise<Result[]>

export interface PipelineOptions {
  /** Its connections look rows up by their keys. */
  pool: pg.Pool
  isolateFailures: IsolateFailures
}

/** Statements that are sent together: one packet there and one back, in one transaction that reads. */
class Packet {
  private readonly asks: readonly Ask[]
  private readonly done: (error: Error | null) => void
  private readonly prelude: Prelude | undefined
  private answered: number
  /** Whether the connection learns a statement by it. */
  isTeaching = false

  constructor(asks: readonly Ask[], done: (error: Error | null) => void, prelude: Prelude | undefined) {
    this.asks = asks
    this.done = done
    this.prelude = prelude
    this.answered = prelude === undefined ? 0 : -1
  }

  submit(connection: unknown): void {
    const wire = connection as Wire
    wire.stream.cork()
    try {
      this.prelude?.send(wire)
      for (const one of this.asks) {
        if (one.name === '') wire.parse(one)
        else if (wire.parsedStatements[one.name] === undefined) {
          wire.parse(one)
          wire.parsedStatements[one.name] = one.text
          this.isTeaching = true
        }
        one.send(wire)
      }
      wire.sync()
    } finally {
      wire.stream.uncork()
    }
  }

  handleRowDescription(message: { fields: { dataTypeID: number }[] }): void {
    this.asks[this.answered]?.handleRowDescription(message)
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    this.asks[this.answered]?.handleDataRow(message)
  }

  handleCommandComplete(): void {
    this.answered++
  }

  handleReadyForQuery(): void {
    this.done(null)
  }

  handleError(error: Error): void {
    this.done(error)
  }

  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

/**
 * Pipelines look-ups: those that are requested at the same time, or while all packets are under way, go to Postgres in one packet and
 * come back in one, because packets and switches between processes cost more than a look-up by its key. Each has a snapshot of its own
 * all the same. Where Postgres refuses one, all of its packet run again alone, so that each gets its own answer.
 */
export class Pipeline {
  readonly #pool: pg.Pool
  readonly #isolateFailures: IsolateFailures
  #pending: Pending[] = []
  #underWay = 0

  constructor({ pool, isolateFailures }: PipelineOptions) {
    this.#pool = pool
    this.#isolateFailures = isolateFailures
  }

  ask<T>(statement: Statement, values: unknown[], budget?: Budget): Promise<T[]> {
    return new Promise((resolve, reject) => {
      const texts = values.map(textOf)
      this.#pending.push({ statement, texts, budget, resolve: resolve as Pending['resolve'], reject })
      // Not before all that has arrived was read.
      if (this.#pending.length === 1) setImmediate(() => this.#send())
    })
  }

  #send(): void {
    while (this.#pending.length > 0 && this.#underWay < PACKETS_AT_ONCE) {
      this.#underWay++
      void this.#settle(this.#pending.splice(0, STATEMENTS_PER_PACKET))
    }
  }

  async #settle(pending: Pending[]): Promise<void> {
    let isUnderWay = true
    const arrived = () => {
      if (!isUnderWay) return
      isUnderWay = false
      this.#underWay--
      this.#send()
    }
    try {
      await this.#isolateFailures(pending, {
        split: 'singles',
        isRefusal,
        attempt: async (some) => {
          const answers = await this.#transmit(some).finally(arrived)
          return some.map(({ resolve, reject }, index) => {
            const answer = answers[index]!
            return answer instanceof Error ? reject(answer) : resolve(answer)
          })
        },
        failed: ({ reject }, error) => reject(error),
      })
    } catch (error) {
      for (const { reject } of pending) reject(error)
    }
  }

  /** The rows of each statement, or that they are too many. */
  #transmit(pending: readonly Pending[]): Promise<(unknown[] | Error)[]> {
    return new Promise((resolve, reject) => {
      this.#pool.connect((failure, client, release) => {
        if (client === undefined) return reject(failure)
        const answers: (unknown[] | Error)[] = []
        const asks = pending.map(
          ({ statement, texts, budget }) =>
            new Ask(statement, texts, (error, rows) => answers.push(error ?? rows), { budget }),
        )
        const packet = new Packet(
          asks,
          (error) => {
            if (error === null) {
              release()
              for (const one of asks) one.handleReadyForQuery()
              resolve(answers)
            } else {
              // Of the statements that were new to it nobody knows which ones the connection has learned.
              release(isRefusal(error) && !packet.isTeaching ? undefined : error)
              reject(error)
            }
          },
          localSettings.of(client),
        )
        client.query(packet)
      })
    })
  }
}
