import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
} from 'graphql'
import { coerceVariables } from './coerce-variables.ts'
import type { Answer, Execution, Variables } from './execution.ts'
import { executeSelection, executeSerially } from './fields.ts'
import { type Operation, type OperationPlans, Operations, operationPlanBounds } from './operation.ts'
import type { ExecutorOptions } from './options.ts'
import { Failures, isPromise, runOf } from './run.ts'
import { subscribe } from './subscribe.ts'

export interface Executor {
  /** The operation that is requested, or why there is none. The same document gives the same object again. */
  operationOf(schema: GraphQLSchema, document: DocumentNode, name: string | null | undefined): Operation | GraphQLError
  /** As graphql-js' `execute`. */
  execute(args: ExecutionArgs): Answer
  executeOperation(execution: Execution): Answer
  /** What a stream gives, each answered by `answer`; or why it does not begin. `onEnd`: it did not, or it is over, whoever ended it. */
  subscribe: typeof subscribe
  /** How full the memory for plans is. */
  plans: Pick<OperationPlans, 'size' | 'bytes'>
}

/**
 * Answers operations as graphql-js does, from a plan that is made once per document: which fields, of which type, with which
 * arguments. Fields that need nothing but their row are read without a resolver's arguments, path and info.
 */
export function createExecutor<Context extends object>(given: ExecutorOptions<Context>): Executor {
  const options: ExecutorOptions = given
  const plans: OperationPlans = options.cacheOf(operationPlanBounds)
  const operations = new Operations({ options, plans })
  const operationOf: Executor['operationOf'] = (schema, document, name) => operations.of(schema, document, name)

  function execute({
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
    const context = contextValue as object
    return executeOperation({ operation, given: variableValues, variables: coerced, rootValue, context })
  }

  return { operationOf, execute, executeOperation, subscribe, plans }
}

function executeOperation({ operation, variables, rootValue, context }: Execution): Answer {
  const { options } = operation
  const failures = new Failures()
  const answered = (data: Variables | null): ExecutionResult =>
    failures.list.length === 0 ? { data } : { errors: failures.list, data }
  const nothing = (error: unknown) => {
    if (options.isTooLarge(error)) return { errors: [options.refusal(error)] }
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
