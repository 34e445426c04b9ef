import type { Boards } from '#events/boards'
import type { Live } from '#events/live'
import type { AnswerBudget } from '#store/answer-budget'
import type { Handle } from '#store/handle'
import type { LogPage } from '#store/log/read-log'
import type { Viewer } from './access.ts'

/** What every resolver gets. One context an operation. */
export interface Context {
  viewer: Viewer
  /** The operation's one way to the database: see `Handle`. */
  handle: Handle
  /** What the answer holds so far: see `AnswerBudget`. */
  budget: AnswerBudget
  /** The time, as ISO 8601 UTC: one clock, so that tests can hold it. */
  now(): string
  /** A fresh id. */
  id(): string
  /** Called after a commit that wrote events, so that the log advances at once. */
  committed(): void
  /** An error that one item of a call ran into and its neighbours are spared: logged, and not shown. */
  report(error: unknown): void
  /** The streams of this process. */
  live: Live
  /** Its live boards. */
  boards: Boards
  /** Where the log ended before anything else of this query was read. Set where the query requests `eventLog`. */
  logHead?: LogPage
}
