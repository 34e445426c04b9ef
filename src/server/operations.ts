import type { GraphQLSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { Boards } from '#events/boards'
import type { Log } from '#events/log'
import type { Viewer } from '#schema/access'
import type { Context } from '#schema/context'
import { AnswerBudget } from '#store/answer-budget'
import type { DryRuns } from '#store/dry-run'
import { freshId } from '#store/fresh-id'
import type { Handle } from '#store/handle'
import { type Documents, useDocuments } from './documents.ts'
import { shownError } from './errors.ts'
import { type Execute, type Subscribe, useExecution } from './execution.ts'
import { BODY_BYTES } from './limits.ts'
import type { Metrics } from './metrics.ts'

/** What answers operations. */
export interface Executing {
  schema: GraphQLSchema
  handle: Handle
  log: Log
  boards: Boards
  dryRuns: DryRuns
  logger: Logger
  metrics: Metrics
}

/** What a transport knows of an operation. */
export interface Caller {
  viewer: Viewer
}

/** The context of one operation, whichever way it came. */
export function contextOf({ handle, log, boards, logger }: Executing, viewer: Viewer): Context {
  const budget = new AnswerBudget()
  return {
    viewer,
    budget,
    handle: handle.within(budget),
    live: log.live,
    boards,
    now: () => new Date().toISOString(),
    id: freshId,
    committed: () => log.nudge(),
    report: (error) => logger.error({ err: error }, 'an item of a call failed'),
  }
}

/** Executes operations: limits, context, dry runs, masked errors. HTTP and WebSocket share it. */
export function createOperations(
  runtime: Executing,
  documents: Documents,
  { execute, subscribe }: { execute: Execute; subscribe: Subscribe },
) {
  return createYoga<Caller, Context>({
    schema: runtime.schema,
    context: ({ viewer }) => contextOf(runtime, viewer),
    graphqlEndpoint: '/graphql',
    landingPage: false,
    graphiql: false,
    healthCheckEndpoint: '/healthz/graphql',
    multipart: false,
    batching: false,
    maxRequestBodySize: BODY_BYTES,
    cors: false,
    logging: false,
    parserAndValidationCache: false, // it has no bound in bytes, and would keep what ours keeps again
    maskedErrors: { maskError: (error) => shownError(error, runtime.logger) },
    plugins: [useDocuments(documents), useExecution(execute, subscribe)],
  })
}

export type Operations = ReturnType<typeof createOperations>
