import type { GraphQLError } from 'graphql'

/** What one answer holds so far. It throws once that is too much. */
export interface Budget {
  objects: number
  bytes: number
  /** What it threw; whatever still goes on ends with this. */
  exceeded: Error | undefined
  /** Counts an object whose names and short values are so long. */
  object(width: number): void
  /** Counts the leaves of a list. */
  items(count: number): void
  /** Counts a value that may be long. */
  value(value: unknown): void
  /** Set where so much was made in this turn of the event loop that others come in first. */
  pause(): Promise<void> | undefined
}

/** The limits that a budget has, for the code that counts by itself. */
export interface AnswerLimits {
  objects: number
  bytes: number
  /** A text up to this length is counted with its field. */
  shortText: number
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

export type CacheOf = <Value>(bounds: Bounds<Value>) => Cache<Value>

export interface ExecutorOptions<Context extends object = object> {
  budgetOf(context: Context): Budget
  /** The scopes that the caller has. */
  scopesOf(context: Context): ReadonlySet<string>
  limits: AnswerLimits
  /** About how many bytes names and short values of one object are. */
  widthOf(fields: readonly { key: string; isLeaf: boolean }[]): number
  /** Whether the error is that of an answer that grew beyond its bounds, and what is answered instead. */
  isTooLarge(error: unknown): error is Error
  refusal(error: Error): GraphQLError
  cacheOf: CacheOf
}
