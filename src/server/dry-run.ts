import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getDirectiveValues,
  getOperationAST,
  OperationTypeNode,
} from 'graphql'
import type { Context } from '#schema/context'
import { dryRunDirective } from '#schema/directives'
import type { DryRuns } from '#store/dry-run'
import { DRY_RUN_MS } from './limits.ts'

/** Whether the operation is a mutation that is to be tried and rolled back. */
export function isDryRun({ document, operationName, variableValues }: ExecutionArgs): boolean {
  const operation = getOperationAST(document, operationName ?? undefined)
  if (operation?.operation !== OperationTypeNode.MUTATION) return false
  return getDirectiveValues(dryRunDirective, operation, variableValues ?? {})?.if === true
}

type Execute = (args: ExecutionArgs) => Promise<ExecutionResult> | ExecutionResult

/** Executes the whole operation in one transaction, takes its answer, and rolls everything back. */
export async function executeDry(args: ExecutionArgs, execute: Execute, runs: DryRuns): Promise<ExecutionResult> {
  const context = args.contextValue as Context
  try {
    return await runs.rolledBack(async (handle) => {
      context.handle = handle
      context.committed = () => {} // nothing was
      return await execute(args)
    })
  } catch (error) {
    const message = whyItFailed(error)
    if (message === undefined) throw error
    return { errors: [new GraphQLError(message, { extensions: { code: 'DRY_RUN_FAILED' } })] }
  }
}

function whyItFailed(error: unknown): string | undefined {
  const code = (error as { code?: unknown }).code
  if (code === 'P2028') {
    return `The dry run took longer than ${DRY_RUN_MS / 1000} s, or too many run at the same time: try less at once, or again in a moment.`
  }
  return undefined
}
