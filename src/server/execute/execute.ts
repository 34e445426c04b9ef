import { type ExecutionArgs, type ExecutionResult, GraphQLError, OperationTypeNode } from 'graphql'
import type { Context } from '#schema/context'
import { AnswerTooLarge } from '#store/answer-budget'
import { coerceVariables } from './coerce-variables.ts'
import { executeSelection, executeSerially } from './fields.ts'
import { type Operation, operationOf } from './operation.ts'
import { Failures, isPromise, runOf } from './run.ts'

export type Answer = Promise<ExecutionResult> | ExecutionResult
type Variables = Record<string, unknown>

/** One execution of an operation. */
export interface Execution {
  operation: Operation
  /** As the request has them, and as their types have them. */
  given: ExecutionArgs['variableValues']
  variables: Variables
  rootValue: unknown
  context: Context
}

/**
 * Answers an operation as graphql-js does, from a plan that is made once per document: which fields, of which type, with which
 * arguments. Fields that need nothing but their row are read without a resolver's arguments, path and info.
 */
export function execute({
  schema,
  document,
  operationName,
  variableValues,
  rootValue,
  contextValue,
}: ExecutionArgs): Answer {
  const operation = operationOf(schema, document, operationName)
  if (operation instanceof GraphQLError) return { errors: [operation] }
  const { coerced, errors } = coerceVariables(operation, variableValues)
  if (errors !== undefined) return { errors }
  const context = contextValue as Context
  return executeOperation({ operation, given: variableValues, variables: coerced, rootValue, context })
}

export function executeOperation({ operation, variables, rootValue, context }: Execution): Answer {
  const failures = new Failures()
  const answered = (data: Variables | null): ExecutionResult =>
    failures.list.length === 0 ? { data } : { errors: failures.list, data }
  const nothing = (error: unknown) => {
    if (error instanceof AnswerTooLarge) return { errors: [tooLarge(error)] }
    failures.add(error as GraphQLError, undefined)
    return answered(null)
  }
  try {
    const { plan, selection } = operation.planned(variables)
    const run = runOf(operation, plan, {
      rootValue,
      contextValue: context,
      variableValues: variables,
      errors: failures,
    })
    const data =
      operation.node.operation === OperationTypeNode.MUTATION
        ? executeSerially(run, selection, rootValue)
        : executeSelection(run, selection, undefined, rootValue, undefined)
    return isPromise(data) ? data.then(answered, nothing) : answered(data)
  } catch (error) {
    return nothing(error)
  }
}

export const tooLarge = ({ message, objects, bytes }: AnswerTooLarge): GraphQLError =>
  new GraphQLError(`${message} What a mutation of it wrote stays written.`, {
    extensions: { code: 'LIMIT_EXCEEDED', objects, bytes },
  })
