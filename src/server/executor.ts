import { type ExecutionResult, GraphQLError } from 'graphql'
import { type Answer, createExecutor, type Execution as ExecutionOf } from '#engines/executor'
import type { Context } from '#schema/context'
import { ANSWER_BYTES, ANSWER_OBJECTS, AnswerTooLarge, SHORT_TEXT, widthOf } from '#store/answer-budget'
import { Bounded } from '#store/bounded'

export type Execution = ExecutionOf<Context>

/** What executes operations: whatever surrounds an execution, such as limits, is the same for each. */
export interface Executor {
  execute(execution: Execution): Answer
  /** What a stream gives, each answered by `answer`; or why it does not begin. `onEnd`: it did not, or it is over, whoever ended it. */
  subscribe(
    execution: Execution,
    answer: (event: unknown) => Answer,
    onEnd: () => void,
  ): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>
}

/** What is answered instead of an answer that is too large. */
export const tooLarge = (error: Error): GraphQLError => {
  const { objects, bytes } = error as AnswerTooLarge
  return new GraphQLError(`${error.message} What a mutation of it wrote stays written.`, {
    extensions: { code: 'LIMIT_EXCEEDED', objects, bytes },
  })
}

const engine = createExecutor<Context>({
  budgetOf: ({ budget }) => budget,
  scopesOf: ({ viewer }) => viewer.scopes,
  limits: { objects: ANSWER_OBJECTS, bytes: ANSWER_BYTES, shortText: SHORT_TEXT },
  widthOf,
  isTooLarge: (error): error is Error => error instanceof AnswerTooLarge,
  refusal: tooLarge,
  cacheOf: (bounds) => new Bounded(bounds),
})

export const { operationOf, execute, plans: operationPlans } = engine

/** Ours: from a plan per document. */
export const fastExecutor: Executor = { execute: engine.executeOperation, subscribe: engine.subscribe }
