import { type ExecutionResult, GraphQLError, locatedError } from 'graphql'
import type { Context } from '#schema/context'
import { infoOf } from './fields.ts'
import type { Operation } from './operation.ts'
import { Failures, runOf, under } from './run.ts'
import { argumentsOf } from './selection.ts'

type Variables = Record<string, unknown>
type Answer = ExecutionResult | Promise<ExecutionResult>

/** What a stream gives, each answered by `answer`; or why it does not begin. */
export async function subscribe(
  operation: Operation,
  variableValues: Variables,
  rootValue: unknown,
  contextValue: Context,
  answer: (given: unknown) => Answer,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const { plan, selection } = operation.planned(variableValues)
  const [field] = selection.fields
  if (field === undefined)
    return { errors: [new GraphQLError('The subscription asks for nothing.', { nodes: operation.node })] }
  const run = runOf(operation, plan, { rootValue, contextValue, variableValues, errors: new Failures() })
  const path = under(undefined, field.key, field.parentType.name)
  try {
    const begin = field.definition.subscribe ?? field.resolve
    const stream: unknown = await begin(rootValue, argumentsOf(run, field), contextValue, infoOf(run, field, path))
    if (stream instanceof Error) throw stream
    if (!isAsyncIterable(stream)) throw new Error(`${field.parentType.name}.${field.key} gave no stream.`)
    return new Answers(stream[Symbol.asyncIterator](), answer)
  } catch (error) {
    return { errors: [locatedError(error, field.nodes, [field.key])] }
  }
}

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

/** The answers to what a stream gives, one after another. `return` ends the stream at once, also while it is waited for. */
class Answers implements AsyncIterableIterator<ExecutionResult> {
  readonly #given: AsyncIterator<unknown>
  readonly #answer: (given: unknown) => Answer

  constructor(given: AsyncIterator<unknown>, answer: (given: unknown) => Answer) {
    this.#given = given
    this.#answer = answer
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<ExecutionResult>> {
    const next = await this.#given.next()
    if (next.done) return { done: true, value: undefined }
    try {
      return { done: false, value: await this.#answer(next.value) }
    } catch (error) {
      await this.#given.return?.()
      throw error
    }
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    await this.#given.return?.()
    return { done: true, value: undefined }
  }

  async throw(error?: unknown): Promise<IteratorResult<ExecutionResult>> {
    if (this.#given.throw) await this.#given.throw(error)
    throw error
  }
}
