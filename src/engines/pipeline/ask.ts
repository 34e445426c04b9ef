import pg from 'pg'
import { Jsonb } from './jsonb.ts'
import { localSettings, type Prelude } from './local-settings.ts'
import type { Budget, Statement } from './statement.ts'
import type { Wire } from './wire.ts'

type Parse = (text: string) => unknown
type Done = (error: Error | null, rows: unknown[]) => void

/** How the output of named statements is read, so that Postgres describes it once and not with each answer. */
const parsers = new Map<string, Parse>()

/** A statement on its way: pg's own query without what ours do not need, columns by name, events and descriptions. */
export class Ask {
  readonly name: string
  readonly text: string
  private readonly values: unknown[]
  private readonly done: Done
  private readonly rows: unknown[] = []
  private readonly budget: Budget | undefined
  private parse: Parse | undefined
  /** What goes before it on a connection of a pooler, until that is answered. */
  private prelude: Prelude | undefined

  constructor(
    { name, text, json }: Statement,
    values: unknown[],
    done: Done,
    { prelude, budget }: { prelude?: Prelude | undefined; budget?: Budget | undefined } = {},
  ) {
    this.prelude = prelude
    this.name = name
    this.text = text
    this.values = values
    this.done = done
    this.budget = budget
    this.parse = json ? JSON.parse : parsers.get(name)
  }

  submit(connection: unknown): void {
    const wire = connection as Wire
    wire.stream.cork()
    try {
      this.prelude?.send(wire)
      if (this.name === '' || wire.parsedStatements[this.name] === undefined) wire.parse(this)
      this.send(wire)
      wire.sync()
    } finally {
      wire.stream.uncork()
    }
  }

  /** Asks a connection that knows the statement. */
  send(wire: Wire): void {
    wire.bind({ portal: '', statement: this.name, values: this.values, binary: false })
    if (this.parse === undefined) wire.describe({ type: 'P', name: '' })
    wire.execute({ portal: '', rows: 0 })
  }

  handleRowDescription({ fields }: { fields: { dataTypeID: number }[] }): void {
    const [{ dataTypeID } = { dataTypeID: 0 }] = fields
    this.parse = pg.types.getTypeParser(dataTypeID, 'text') as Parse
    if (this.name !== '') parsers.set(this.name, this.parse)
  }

  handleDataRow({ fields: [value = null] }: { fields: (string | null)[] }): void {
    if (this.prelude !== undefined) return
    if (this.budget !== undefined && value !== null && !this.budget.take(value.length)) {
      this.rows.length = 0 // what comes after is not parsed, nor kept
      return
    }
    this.rows.push(value === null || this.parse === undefined ? value : this.parse(value))
  }

  handleReadyForQuery(): void {
    this.done(this.budget?.exceeded ?? null, this.rows)
  }

  handleError(error: Error): void {
    this.done(error, [])
  }

  handleCommandComplete(): void {
    this.prelude = undefined
  }

  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

export interface AskOptions {
  budget?: Budget | undefined
  /** Called with what Postgres, or the way to it, failed with. */
  onFailure?: (pool: pg.Pool, error: Error) => void
}

/** Runs a statement on a connection of the pool and answers with its output column. */
export function ask<T>(
  pool: pg.Pool,
  statement: Statement,
  values: unknown[],
  { budget, onFailure }: AskOptions = {},
): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const texts = values.map(textOf)
    pool.connect((failure, client, release) => {
      if (client === undefined) return reject(failure)
      if (budget?.exceeded !== undefined) {
        release() // while it waited, others of the same answer were too much already
        return reject(budget.exceeded)
      }
      const done: Done = (error, rows) => {
        // A statement that was refused leaves its connection as it was, with all its plans: conflicts are everyday.
        release(error === null || isRefusal(error) || error === budget?.exceeded ? undefined : error)
        if (error === null) resolve(rows as T[])
        else {
          onFailure?.(pool, error)
          reject(error)
        }
      }
      client.query(new Ask(statement, texts, done, { prelude: localSettings.of(client), budget }))
    })
  })
}

export const isRefusal = (error: unknown): boolean => error instanceof pg.DatabaseError && error.severity === 'ERROR'

/** A value as Postgres reads it: text, or the bytes of what it takes as such. */
export function textOf(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return `{${value.map(elementOf).join(',')}}`
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Jsonb) return value.bytes
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function elementOf(value: unknown): string {
  if (Array.isArray(value)) return String(textOf(value))
  const text = textOf(value)
  return text === null ? 'NULL' : `"${String(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
