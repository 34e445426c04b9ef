import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { Boards } from '#events/boards'
import type { Log } from '#events/log'
import type { Viewer } from '#schema/access'
import type { Context } from '#schema/context'
import type { DryRuns } from '#store/dry-run'
import { freshId } from '#store/fresh-id'
import type { Handle } from '#store/handle'
import { readLog } from '#store/log/read-log'
import { executeDry, isDryRun } from './dry-run.ts'
import { shownError } from './errors.ts'
import { BODY_BYTES } from './limits.ts'
import { asksFor } from './log-head.ts'
import type { Metrics } from './metrics.ts'
import { useLimits } from './use-limits.ts'

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
export const contextOf = ({ handle, log, boards, logger }: Executing, viewer: Viewer): Context => ({
  viewer,
  handle,
  live: log.live,
  boards,
  now: () => new Date().toISOString(),
  id: freshId,
  committed: () => log.nudge(),
  report: (error) => logger.error({ err: error }, 'an item of a call failed'),
})

/** The transaction of a dry run, and the head of the log before everything else of a query. */
const useHandles = (ground: Executing): Plugin<Context> => ({
  async onExecute({ args, executeFn, setExecuteFn }) {
    const { contextValue: context, document, operationName } = args as ExecutionArgs & { contextValue: Context }
    if (isDryRun(args)) {
      setExecuteFn((given) => executeDry(given, executeFn as (args: ExecutionArgs) => ExecutionResult, ground.dryRuns))
    } else if (context.viewer.scopes.has('log:read') && asksFor(document, operationName, 'eventLog')) {
      context.logHead = await readLog(context.handle, 0, 0)
    }
  },
})

/** Executes operations: limits, context, dry runs, masked errors. HTTP and WebSocket share it. */
export function createOperations(ground: Executing) {
  return createYoga<Caller, Context>({
    schema: ground.schema,
    context: ({ viewer }) => contextOf(ground, viewer),
    graphqlEndpoint: '/graphql',
    landingPage: false,
    graphiql: false,
    healthCheckEndpoint: '/healthz/graphql',
    multipart: false,
    batching: false,
    maxRequestBodySize: BODY_BYTES,
    cors: false,
    logging: false,
    maskedErrors: { maskError: (error) => shownError(error, ground.logger) },
    plugins: [useLimits(), useHandles(ground), ground.metrics.plugin],
  })
}

export type Operations = ReturnType<typeof createOperations>
