import { setImmediate as nextTurn } from 'node:timers/promises'
import { type ExecutionArgs, type ExecutionResult, GraphQLError, OperationTypeNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { type Answer, coerceVariables, type Operation } from '#engines/executor'
import type { Context } from '#schema/context'
import type { DryRuns } from '#store/dry-run'
import { readLog } from '#store/log/read-log'
import { turn } from '#store/turn'
import { operationCost } from './cost.ts'
import { within } from './deadlines.ts'
import { executeDry, isDryRun } from './dry-run.ts'
import { type Execution, type Executor, operationOf } from './executor.ts'
import { COST, COST_TOLD, LARGE_ANSWER, REQUEST_MS, STREAM_BYTES, STREAMS_A_HOLDER } from './limits.ts'
import { asksFor } from './log-head.ts'
import type { Metrics } from './metrics.ts'
import type { SharedAnswers } from './shared-answers.ts'
import { StreamCounts } from './stream-counts.ts'
import { wholeDeliveries } from './whole-deliveries.ts'

interface ExecuteOptions {
  dryRuns: DryRuns
  metrics: Metrics
  executor: Executor
}

/** Executes one operation, within the limits; every transport calls this and nothing else. It never rejects for what a resolver threw. */
export type Execute = (args: ExecutionArgs) => Promise<ExecutionResult>

export function createExecute({ dryRuns, metrics, executor }: ExecuteOptions): Execute {
  return async (args) => {
    const operation = operationOf(args.schema, args.document, args.operationName)
    if (operation instanceof GraphQLError) return { errors: [operation] }
    const done = metrics.operation(operation.node.operation)
    const result = await executeWithin(operation, args, { dryRuns, executor })
    done(result)
    return result
  }
}

type Parts = Pick<ExecuteOptions, 'dryRuns' | 'executor'>

async function executeWithin(operation: Operation, args: ExecutionArgs, parts: Parts): Promise<ExecutionResult> {
  const { variableValues: given, rootValue } = args
  const { coerced, cost, errors } = admitted(operation, given)
  if (errors !== undefined) return { errors }
  const context = args.contextValue as Context
  const result = await executeAdmitted({ operation, given, variables: coerced, rootValue, context }, parts)
  const { objects, bytes } = context.budget
  return cost < COST_TOLD || result.errors !== undefined
    ? result
    : { ...result, extensions: { cost: { estimated: cost, objects, bytes } } }
}

async function executeAdmitted(execution: Execution, { dryRuns, executor }: Parts): Promise<ExecutionResult> {
  const { operation, variables, context } = execution
  const run = () => inParts(context, executor.execute(execution))
  if (operation.node.operation === OperationTypeNode.MUTATION) {
    return withinTime(() => (isDryRun(operation.node, variables) ? executeDry(context, run, dryRuns) : run()))
  }
  if (!context.viewer.scopes.has('log:read') || !isLogAsked(operation)) return withinTime(run)
  return withinTime(async () => {
    context.logHead = await readLog(context.handle, 0, 0) // where the log ends before everything else of the query is read
    return run()
  })
}

const logAsked = new WeakMap<Operation, boolean>()

function isLogAsked(operation: Operation): boolean {
  let asked = logAsked.get(operation)
  if (asked === undefined) {
    asked = asksFor(operation.document, operation.node.name?.value, 'eventLog')
    logAsked.set(operation, asked)
  }
  return asked
}

type Admitted =
  | { coerced: Record<string, unknown>; cost: number; errors?: undefined }
  | { coerced?: undefined; cost?: undefined; errors: readonly GraphQLError[] }

/** The variables of an operation that is within the limits and what it may cost, or why it is not executed at all. */
function admitted(operation: Operation, given: ExecutionArgs['variableValues']): Admitted {
  const { coerced, errors } = coerceVariables(operation, given)
  if (errors !== undefined) return { errors: errors.map(asBadInput) }
  try {
    const cost = operationCost(operation, coerced)
    if (cost <= COST) return { coerced, cost }
    const message = `The operation may answer with ${cost} objects; at most ${COST} are admitted. Ask for smaller pages, or for less at once.`
    return { errors: [new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', cost, limit: COST } })] }
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] }
    throw error
  }
}

/** A variable that does not fit is the caller's, whoever found it out: it has a code like every other wrong input. */
const asBadInput = (error: GraphQLError): GraphQLError =>
  error.extensions.code === undefined
    ? new GraphQLError(error.message, { ...error, extensions: { ...error.extensions, code: 'BAD_USER_INPUT' } })
    : error

/** Why a stream does not begin: for as long as it is open, it holds on to its document and variables. */
function tooLargeStream(
  { document, node }: Operation,
  given: ExecutionArgs['variableValues'],
): GraphQLError | undefined {
  const bytes = (document.loc?.end ?? 0) + (given ? JSON.stringify(given).length : 0)
  if (bytes <= STREAM_BYTES) return undefined
  const message = `Document and variables of the subscription have ${bytes} characters; a stream may hold ${STREAM_BYTES}. Ask for fewer things by name, or open several.`
  return new GraphQLError(message, { nodes: node, extensions: { code: 'LIMIT_EXCEEDED' } })
}

/** A large answer is written in another turn of the loop than it was made in, so that others come in between. */
function inParts({ budget }: Context, result: Answer): Answer {
  const pause = (made: ExecutionResult) => (budget.bytes > LARGE_ANSWER ? nextTurn().then(() => made) : made)
  return 'then' in result ? result.then(pause) : pause(result)
}

async function withinTime(execute: () => Promise<ExecutionResult> | ExecutionResult): Promise<ExecutionResult> {
  const result = execute()
  return 'then' in result ? within(REQUEST_MS, result, tooLate) : result
}

function tooLate(): ExecutionResult {
  const message = `The operation took longer than ${REQUEST_MS / 1000} s and was given up: ask for less at once. What a mutation of it wrote stays written.`
  return { errors: [new GraphQLError(message, { extensions: { code: 'TIMEOUT' } })] }
}

/** Opens a stream, within the limits: what is wrong with it is answered before it begins. */
export type Subscribe = (args: ExecutionArgs) => ReturnType<Executor['subscribe']>

interface SubscribeOptions {
  metrics: Metrics
  shared: SharedAnswers
  executor: Executor
}

export function createSubscribe({ metrics, shared, executor }: SubscribeOptions): Subscribe {
  const streams = new StreamCounts(STREAMS_A_HOLDER)
  return async ({ schema, document, operationName, variableValues, rootValue, contextValue }) => {
    const operation = operationOf(schema, document, operationName)
    if (operation instanceof GraphQLError) return { errors: [operation] }
    const refused = tooLargeStream(operation, variableValues)
    if (refused !== undefined) return { errors: [refused] }
    const { coerced, errors } = admitted(operation, variableValues)
    if (errors !== undefined) return { errors }
    const context = contextValue as Context
    const execution: Execution = { operation, given: variableValues, variables: coerced, rootValue, context }
    const answer = shared.asked(operation, coerced, context, (event) => {
      metrics.answers.inc()
      return inTurn(() => {
        context.budget.restart()
        return withinTime(() => inParts(context, executor.execute({ ...execution, rootValue: event })))
      })
    })
    const { principalId } = context.viewer
    const close = streams.open(principalId)
    if (close === undefined) return { errors: [tooManyStreams()] }
    return wholeDeliveries(
      (event) => {
        metrics.deliveries.inc()
        return answer(event)
      },
      (whole) => executor.subscribe(execution, whole, close),
    )
  }
}

/** One event may be answered for thousands who ask different things of it: so many of them as there is time for, and others in between. */
function inTurn<Answer>(execute: () => Answer | Promise<Answer>): Answer | Promise<Answer> {
  const wait = turn()
  return wait === undefined ? execute() : wait.then(execute)
}

const tooManyStreams = (): GraphQLError =>
  new GraphQLError(
    `${STREAMS_A_HOLDER} subscriptions are open by tokens of this name, the most there may be: complete one, or share one among those who want the same.`,
    { extensions: { code: 'LIMIT_EXCEEDED' } },
  )

/** Makes Yoga, and what goes through its envelope, execute and subscribe by these. */
export const useExecution = (execute: Execute, subscribe: Subscribe): Plugin => ({
  onExecute: ({ setExecuteFn }) => setExecuteFn(execute),
  onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe),
})
