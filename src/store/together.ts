import type pg from 'pg'
import { Ask, ask, isRefusal, textOf, type Wire } from './ask.ts'
import type { Statement } from './handle.ts'

/** Bundles on their way at once: enough that one slow look-up does not hold up all the others. */
export const LANES = 3
/** Statements in one bundle. */
export const BUNDLE = 64

interface Waiting {
  statement: Statement
  texts: (string | null)[]
  resolve(rows: unknown[]): void
  reject(error: unknown): void
}

/** Statements on their way together: one packet there and one back, in one transaction that reads. */
class Bundle {
  private readonly asks: readonly Ask[]
  private readonly done: (error: Error | null) => void
  private answered = 0
  /** Whether the connection learns a statement by it. */
  isTeaching = false

  constructor(asks: readonly Ask[], done: (error: Error | null) => void) {
    this.asks = asks
    this.done = done
  }

  submit(connection: unknown): void {
    const wire = connection as Wire
    wire.stream.cork()
    try {
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
 * Look-ups that are asked for at the same time, or while all lanes are busy, go to Postgres in one packet and come back in one:
 * packets and switches between processes cost more than a look-up by its key. Each has a snapshot of its own all the same, and
 * one that is refused is asked again alone, with all that went with it, so that each gets its own answer.
 */
export class Together {
  readonly #pool: pg.Pool
  #waiting: Waiting[] = []
  #lanes = 0

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  ask<T>(statement: Statement, values: unknown[]): Promise<T[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ statement, texts: values.map(textOf), resolve: resolve as Waiting['resolve'], reject })
      // Not before all that has arrived was looked at.
      if (this.#waiting.length === 1) setImmediate(() => this.#send())
    })
  }

  #send(): void {
    while (this.#waiting.length > 0 && this.#lanes < LANES) {
      const bundle = this.#waiting.splice(0, BUNDLE)
      this.#lanes++
      this.#pool.connect((failure, client, release) => {
        if (client === undefined) this.#failed(bundle, failure)
        else this.#sendBy(client, release, bundle)
      })
    }
  }

  #sendBy(client: pg.PoolClient, release: (error?: Error) => void, bundle: Waiting[]): void {
    const asks = bundle.map(
      ({ statement, texts, resolve }) => new Ask(statement, texts, (_error, rows) => resolve(rows)),
    )
    const sent = new Bundle(asks, (error) => {
      if (error === null) {
        release()
        this.#lanes--
        for (const one of asks) one.handleReadyForQuery()
        this.#send()
      } else {
        // Of the statements that were new to it nobody knows which ones the connection has learned.
        release(isRefusal(error) && !sent.isTeaching ? undefined : error)
        this.#failed(bundle, error)
      }
    })
    client.query(sent)
  }

  #failed(bundle: Waiting[], error: unknown): void {
    this.#lanes--
    for (const { statement, texts, resolve, reject } of bundle) {
      if (bundle.length > 1 && isRefusal(error)) ask(this.#pool, statement, texts).then(resolve, reject)
      else reject(error)
    }
    this.#send()
  }
}
