import { type ExecutionArgs, type ExecutionResult, GraphQLError, OperationTypeNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Context } from '#schema/context'
import type { DryRuns } from '#store/dry-run'
import { readLog } from '#store/log/read-log'
import { within } from './deadlines.ts'
import { executeDry, isDryRun } from './dry-run.ts'
import { type Coerced, coerceVariables } from './execute/coerce-variables.ts'
import { executeOperation } from './execute/execute.ts'
import { type Operation, operationOf } from './execute/operation.ts'
import { subscribe } from './execute/subscribe.ts'
import { COST, REQUEST_MS } from './limits.ts'
import { asksFor } from './log-head.ts'
import type { Metrics } from './metrics.ts'
import { operationCost } from './operation-cost.ts'
import { SharedAnswers } from './shared-answers.ts'
import { wholeDeliveries } from './whole-deliveries.ts'

/** Executes one operation, within the limits; every transport calls this and nothing else. It never rejects for what a resolver threw. */
export type Execute = (args: ExecutionArgs) => Promise<ExecutionResult>

export function createExecute({ dryRuns, metrics }: { dryRuns: DryRuns; metrics: Metrics }): Execute {
  return async (args) => {
    const operation = operationOf(args.schema, args.document, args.operationName)
    if (operation instanceof GraphQLError) return { errors: [operation] }
    const done = metrics.operation(operation.node.operation)
    const result = await executeWithin(operation, args, dryRuns)
    done(result)
    return result
  }
}

async function executeWithin(operation: Operation, args: ExecutionArgs, dryRuns: DryRuns): Promise<ExecutionResult> {
  const { coerced, errors } = admitted(operation, args.variableValues)
  if (errors !== undefined) return { errors }
  const context = args.contextValue as Context
  const run = () => executeOperation(operation, coerced, args.rootValue, context)
  if (operation.node.operation === OperationTypeNode.MUTATION) {
    return withinTime(() => (isDryRun(operation.node, coerced) ? executeDry(context, run, dryRuns) : run()))
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

/** The variables of an operation that is within the limits, or why it is not executed at all. */
function admitted(operation: Operation, given: ExecutionArgs['variableValues']): Coerced {
  const variables = coerceVariables(operation, given)
  if (variables.errors !== undefined) return variables
  const refused = refusal(operation, variables.coerced)
  return refused === undefined ? variables : { errors: [refused] }
}

/** Why an operation is not executed at all; undefined when it is within the limits. */
function refusal(operation: Operation, variables: Record<string, unknown>): GraphQLError | undefined {
  try {
    const cost = operationCost(operation, variables)
    if (cost <= COST) return undefined
    return new GraphQLError(
      `The operation may ask for ${cost} objects; at most ${COST} are answered. Ask for smaller pages, or for less at once.`,
      { extensions: { code: 'LIMIT_EXCEEDED', cost, limit: COST } },
    )
  } catch (error) {
    if (error instanceof GraphQLError) return error
    throw error
  }
}

async function withinTime(execute: () => Promise<ExecutionResult> | ExecutionResult): Promise<ExecutionResult> {
  const result = execute()
  return 'then' in result ? within(REQUEST_MS, result, tooLate) : result
}

function tooLate(): ExecutionResult {
  const message = `The operation took longer than ${REQUEST_MS / 1000} s and was given up: ask for less at once. What a mutation of it wrote stays written.`
  return { errors: [new GraphQLError(message, { extensions: { code: 'TIMEOUT' } })] }
}

/** Opens a stream, within the limits: what is wrong with it is told before it begins. */
export type Subscribe = (args: ExecutionArgs) => ReturnType<typeof subscribe>

export function createSubscribe(metrics: Metrics): Subscribe {
  const shared = new SharedAnswers()
  return async ({ schema, document, operationName, variableValues, rootValue, contextValue }) => {
    const operation = operationOf(schema, document, operationName)
    if (operation instanceof GraphQLError) return { errors: [operation] }
    const { coerced, errors } = admitted(operation, variableValues)
    if (errors !== undefined) return { errors }
    const context = contextValue as Context
    const answer = shared.asked(operation, coerced, context, (given) => {
      metrics.answers.inc()
      return withinTime(() => executeOperation(operation, coerced, given, context))
    })
    return wholeDeliveries(
      (given) => {
        metrics.deliveries.inc()
        return answer(given)
      },
      (whole) => subscribe(operation, coerced, rootValue, context, whole),
    )
  }
}

/** Makes Yoga, and what goes through its envelope, execute and subscribe by these. */
export const useExecution = (execute: Execute, subscribe: Subscribe): Plugin => ({
  onExecute: ({ setExecuteFn }) => setExecuteFn(execute),
  onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe),
})
