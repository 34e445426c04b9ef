/** What a read sends: a statement whose one output column is named `r`. */
export interface Statement {
  /** '' where it is planned each time it is sent. */
  name: string
  text: string
  /** The column is JSON. */
  json: true
  /** Whether it finds its rows by a key, whatever the values: it is quick, and one plan serves all. */
  lookup: boolean
}

/** Sends a statement and answers with its column. */
export type Query = (statement: Statement, values: unknown[], budget?: Budget) => Promise<unknown[]>

/** What the rows of one answer may come to. */
export interface Budget {
  /** Counts what the database sent: who sends the statement calls it. False where it is too much. */
  take(bytes: number): boolean
  /** Set once it was too much: what its reads fail with. */
  readonly exceeded: Error | undefined
  /** Whether so much was read that others come in between before it is parsed and made into rows. */
  readonly isLarge: boolean
}

export interface Limits {
  /** Bytes of a list beyond which Postgres sends nothing of it. */
  readBytes: number
  /** What a read fails with that had more. */
  tooLarge(): Error
}

/** A column that leads an index, and the columns that follow it: within one value its rows are in each of these orders. */
export interface LeadingColumn {
  /** As Postgres has it. */
  type: 'text' | 'uuid'
  orders: readonly string[]
}

export interface Bounds<Value> {
  entries: number
  bytes: number
  keyLength: number
  /** About how many bytes the value holds on to. */
  weigh(value: Value): number
}

/** A memory that stays within its bounds. */
export interface Cache<Value> {
  readonly size: number
  readonly bytes: number
  get(key: string): Value | undefined
  set(key: string, value: Value): unknown
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
