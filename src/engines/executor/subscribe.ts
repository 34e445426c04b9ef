import { type ExecutionResult, GraphQLError, locatedError } from 'graphql'
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga'
import type { Answer, Execution } from './execution.ts'
import { infoOf } from './fields.ts'
import { Failures, runOf, under } from './run.ts'
import { argumentsOf } from './selection.ts'

/** What a stream gives, each answered by `answer`; or why it does not begin. `onEnd`: it did not, or it is over, whoever ended it. */
export async function subscribe(
  { operation, variables, rootValue, context }: Execution,
  answer: (given: unknown) => Answer,
  onEnd: () => void,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const { plan, selection } = operation.planned(variables)
  const [field] = selection.fields
  if (field === undefined) {
    onEnd()
    return { errors: [new GraphQLError('The subscription asks for nothing.', { nodes: operation.node })] }
  }
  const run = runOf(operation, plan, {
    rootValue,
    contextValue: context,
    variableValues: variables,
    errors: new Failures(),
  })
  const path = under(undefined, field.key, field.parentType.name)
  try {
    const begin = field.definition.subscribe ?? field.resolve
    const stream: unknown = await begin(rootValue, argumentsOf(run, field), context, infoOf(run, field, path))
    if (stream instanceof Error) throw stream
    if (!isAsyncIterable(stream)) throw new Error(`${field.parentType.name}.${field.key} gave no stream.`)
    const onError = (error: unknown): never => {
      onEnd()
      throw error
    }
    return mapAsyncIterator(stream, answer, onError, onEnd)
  } catch (error) {
    onEnd()
    return { errors: [locatedError(error, field.nodes, [field.key])] }
  }
}
