import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql'
import { isAsyncIterable, mapAsyncIterator } from 'graphql-yoga'
import type { Answer } from '#engines/executor'
import { type AnswerBudget, AnswerTooLarge, widthOf } from '#store/answer-budget'
import { type Execution, type Executor, tooLarge } from './executor.ts'

/** graphql-js, which CROSSDOCK_FAST_PATH=off chooses. */
export const stockExecutor: Executor = { execute: executeByGraphqlJs, subscribe: subscribeByGraphqlJs }

/** How large the answer is, is known once it is made. */
function executeByGraphqlJs(execution: Execution): Answer {
  const { budget } = execution.context
  const result = execute(argumentsOf(execution))
  return 'then' in result ? result.then((made) => withinBudget(budget, made)) : withinBudget(budget, result)
}

async function subscribeByGraphqlJs(
  execution: Execution,
  answer: (event: unknown) => Answer,
  onEnd: () => void,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const stream = await createSourceEventStream(argumentsOf(execution))
  if (!isAsyncIterable(stream)) {
    onEnd()
    return stream
  }
  const onError = (error: unknown): never => {
    onEnd()
    throw error
  }
  return mapAsyncIterator(stream, answer, onError, onEnd)
}

/** graphql-js coerces the variables itself. */
const argumentsOf = ({ operation, given, rootValue, context }: Execution): ExecutionArgs => ({
  schema: operation.schema,
  document: operation.document,
  operationName: operation.node.name?.value ?? null,
  variableValues: given ?? null,
  rootValue,
  contextValue: context,
})

function withinBudget(budget: AnswerBudget, result: ExecutionResult): ExecutionResult {
  try {
    count(budget, result.data)
    return result
  } catch (error) {
    if (error instanceof AnswerTooLarge) return { errors: [tooLarge(error)] }
    throw error
  }
}

/** Counts what our executor counts while it makes an answer. */
function count(budget: AnswerBudget, value: unknown): void {
  if (Array.isArray(value)) {
    if (!value.some(isObject)) budget.items(value.length)
    for (const item of value) count(budget, item)
  } else if (isObject(value)) {
    const fields = Object.entries(value)
    budget.object(widthOf(fields.map(([key, inner]) => ({ key, isLeaf: !isObject(inner) }))))
    for (const [, inner] of fields) count(budget, inner)
  } else budget.value(value)
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
