import { type ExecutionResult, GraphQLError, getDirectiveValues, type OperationDefinitionNode } from 'graphql'
import type { Context } from '#schema/context'
import { dryRunDirective } from '#schema/directives'
import { DryRunInTheWay, type DryRuns } from '#store/dry-run'
import { DRY_RUN_MS } from './limits.ts'

/** Whether the mutation is to be tried and rolled back. */
export const isDryRun = (mutation: OperationDefinitionNode, variables: Record<string, unknown>): boolean =>
  getDirectiveValues(dryRunDirective, mutation, variables)?.if === true

type Execute = () => Promise<ExecutionResult> | ExecutionResult

/** Executes the whole operation in one transaction, takes its answer, and rolls everything back. */
export async function executeDry(context: Context, execute: Execute, runs: DryRuns): Promise<ExecutionResult> {
  try {
    return await runs.rolledBack(async (handle) => {
      context.handle = handle
      context.committed = () => {} // nothing was
      return await execute()
    })
  } catch (error) {
    const message = whyItFailed(error)
    if (message === undefined) throw error
    return { errors: [new GraphQLError(message, { extensions: { code: 'DRY_RUN_FAILED' } })] }
  }
}

function whyItFailed(error: unknown): string | undefined {
  if (error instanceof DryRunInTheWay) {
    return 'The dry run was ended because a real write waited for what it had locked: try less at once, or again in a moment.'
  }
  const code = (error as { code?: unknown }).code
  if (code === 'P2028') {
    return `The dry run took longer than ${DRY_RUN_MS / 1000} s, or too many run at the same time: try less at once, or again in a moment.`
  }
  return undefined
}
