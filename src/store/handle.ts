import type { AnswerBudget } from './answer-budget.ts'
import type { Reader } from './reader.ts'
import type { Statement } from './statement.ts'

export type { Statement } from './statement.ts'

/**
 * The one way to the database of an operation. Outside a dry run each statement commits on its own; inside one,
 * every reader and writer shares the transaction that is rolled back after the answer.
 */
export interface Handle {
  /** Reads, with Prisma's arguments and answers. */
  readonly prisma: Reader
  readonly dryRun: boolean
  /** The same for one answer: what its reads bring is counted. */
  within(budget: AnswerBudget): Handle
  query<T>(statement: Statement, parameters: unknown[]): Promise<T[]>
  /** Makes a call for this item, together with those that others make at the same time. In a dry run it goes alone. */
  batched<Item, Answer>(call: BatchedCall<Item, Answer>, item: Item): Promise<Answer>
  /** Runs a mutation field so that its failure leaves nothing of it behind, also inside a dry run. */
  isolated<T>(work: () => Promise<T>): Promise<T>
}

/** One kind of call that may be made for several callers at once. */
export interface BatchedCall<Item, Answer> {
  /** Makes the call for all items; answers in their order. */
  run(handle: Handle, items: Item[]): Promise<Answer[]>
  /** What the items of one batch may weigh together. A heavier item goes alone. */
  limit: number
  /** 1 unless said. */
  weightOf?(item: Item): number
  /** What an item must have to itself in a batch: another item with the same key waits for the next. */
  keysOf?(item: Item): readonly string[]
}
