import type { ExecutionResult } from 'graphql'
import { type Answer, type Execution, executeOperation } from './execute/execute.ts'
import { subscribe } from './execute/subscribe.ts'
import { executeByGraphqlJs, subscribeByGraphqlJs } from './stock-executor.ts'

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

/** Ours: from a plan per document. */
export const fastExecutor: Executor = { execute: executeOperation, subscribe }

/** graphql-js, which CROSSDOCK_FAST_PATH=off chooses. */
export const stockExecutor: Executor = { execute: executeByGraphqlJs, subscribe: subscribeByGraphqlJs }
