import type { ExecutionArgs, ExecutionResult } from 'graphql'
import type { Operation } from './operation.ts'

export type Answer = Promise<ExecutionResult> | ExecutionResult
export type Variables = Record<string, unknown>

/** One execution of an operation. */
export interface Execution<Context extends object = object> {
  operation: Operation
  /** As the request has them, and as their types have them. */
  given: ExecutionArgs['variableValues']
  variables: Variables
  rootValue: unknown
  context: Context
}
