import { caseNeeds } from '#domain/exception/cases'
import { BULK_LIMIT, type CaseStep, type ChangedCases, changeCases } from '#domain/exception/change-cases'
import { type Problem, refuse } from '#domain/problems'
import type { ExceptionRow } from '#domain/rows/case-rows'
import { rowId } from '#schema/global-id'
import { loadCases } from '#store/read/exception-facts'
import { loadOrderFacts } from '#store/read/order-facts'
import type { CommandContext } from './command-context.ts'

/** Loads the cases that the viewer may see, with their orders, and takes one step on each. */
export async function stepCases(
  command: CommandContext,
  asked: readonly { id: string | null; ifVersion: number | null }[],
  step: (row: ExceptionRow) => CaseStep | Problem,
): Promise<ChangedCases> {
  const found = await loadCases(
    command.handle,
    asked.flatMap(({ id }) => id ?? []),
    command.viewer.channelKey,
  )
  const orderIds = new Set([...found.values()].flatMap(({ row }) => row.orderId ?? []))
  const orders = await loadOrderFacts(command.handle, [...orderIds], caseNeeds)
  return changeCases(asked, found, orders, command.moment, step)
}

/** What the steps come to, as the commit takes it. */
export const writeOf = ({ changes, rows, guards, events }: ChangedCases): Parameters<CommandContext['commit']>[0] => ({
  changes,
  rows: rows.length === 0 ? [] : [{ table: 'exception_case', op: 'update', rows }],
  guards,
  events,
})

/** One step on each exception of a bulk call; the answer says for each what became of it. */
export async function changeMany(
  command: CommandContext,
  exceptions: readonly { id: string; ifVersion?: number | null }[],
  step: (row: ExceptionRow) => CaseStep | Problem,
) {
  if (exceptions.length > BULK_LIMIT)
    refuse(
      'LIMIT_EXCEEDED',
      `One call changes at most ${BULK_LIMIT} exceptions; these are ${exceptions.length}. Split it.`,
      ['exceptions'],
    )
  const asked = exceptions.map(({ id, ifVersion }) => ({
    id: rowId(id, 'ExceptionCase') ?? null,
    ifVersion: ifVersion ?? null,
  }))
  const changed = await stepCases(command, asked, step)
  const results = changed.results.map(({ exceptionId, userErrors }, index) => ({
    index,
    exceptionId,
    userErrors: userErrors.map((error) => ({ ...error, field: ['exceptions', String(index), ...(error.field ?? [])] })),
  }))
  return command.commit(writeOf(changed), { results })
}
