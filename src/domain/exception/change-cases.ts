import type { NewCaseEvent } from '../events/exception.ts'
import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import type { OrderFacts } from '../order/state.ts'
import { type Problem, problem } from '../problems.ts'
import type { ExceptionRow } from '../rows/case-rows.ts'
import { caseEvent, nextCase } from './case-row.ts'

/** Cases that one bulk mutation may change. */
export const BULK_LIMIT = 100

/** A case as it was read, with the key of the channel that it belongs to, by itself or through its order. */
export interface FoundCase {
  row: ExceptionRow
  channelKey: string | null
}

export interface AskedCase {
  /** Null: the given id names no exception. */
  id: string | null
  ifVersion: number | null
}

export interface CaseResult {
  exceptionId: string | null
  userErrors: Problem[]
}

/** What a mutation does to one case; null when that is nothing. */
export type CaseStep = {
  patch: Partial<ExceptionRow>
  event: 'EXCEPTION_ASSIGNED' | 'EXCEPTION_RESOLVED' | 'EXCEPTION_BREACHED'
  reasonCode?: string
} | null

export interface ChangedCases {
  results: CaseResult[]
  changes: Change<'exceptions'>[]
  /** Cases that belong to no order, and the versions that they must still have. */
  rows: ExceptionRow[]
  guards: { table: string; id: string; version: number }[]
  events: NewCaseEvent[]
}

/**
 * One step on each of several cases; a case that refuses leaves the others alone. A case of an order is written through
 * that order, so that the order's trail has it; paths of problems are relative to the case.
 */
export function changeCases(
  asked: readonly AskedCase[],
  found: ReadonlyMap<string, FoundCase>,
  orders: ReadonlyMap<string, OrderFacts<'exceptions'>>,
  moment: Moment,
  step: (row: ExceptionRow) => CaseStep | Problem,
): ChangedCases {
  const drafts = new Map<string, Draft<'exceptions'>>()
  const loose: ExceptionRow[] = []
  const guards: ChangedCases['guards'] = []
  const events: NewCaseEvent[] = []
  const seen = new Set<string>()

  const change = ({ id, ifVersion }: AskedCase): Problem | null => {
    const known = id === null ? undefined : found.get(id)
    if (id === null || known === undefined) return problem('NOT_FOUND', 'There is no such exception.', ['id'])
    if (seen.has(id))
      return problem('INVALID_INPUT', 'This exception is named twice in the call; name it once.', ['id'])
    seen.add(id)
    const facts = known.row.orderId === null ? undefined : orders.get(known.row.orderId)
    const row = facts?.state.exceptions.find((candidate) => candidate.id === id) ?? known.row
    if (ifVersion !== null && ifVersion !== row.version) {
      const message = `The exception is at version ${row.version}, not ${ifVersion}: read it again and decide again.`
      return problem('STALE_VERSION', message, ['ifVersion'], { version: row.version })
    }
    const decided = step(row)
    if (decided === null || 'code' in decided) return decided
    const next = nextCase(row, decided.patch, moment.now)
    const reasonCode = decided.reasonCode ?? null
    const event = caseEvent(decided.event, next.row, {
      reasonCode,
      changes: next.changes,
      channelKey: known.channelKey,
    })
    if (facts === undefined) {
      loose.push(next.row)
      guards.push({ table: 'exception_case', id, version: row.version })
      events.push(event)
      return null
    }
    const draft = drafts.get(facts.state.order.id) ?? Draft.edit(facts, moment)
    drafts.set(facts.state.order.id, draft)
    draft.patch('exceptions', id, next.row)
    draft.event(event)
    return null
  }

  const results = asked.map((one): CaseResult => {
    const refused = change(one)
    const exceptionId = one.id !== null && found.has(one.id) ? one.id : null
    return { exceptionId, userErrors: refused === null ? [] : [refused] }
  })
  return { results, changes: [...drafts.values()].map((draft) => draft.finish()), rows: loose, guards, events }
}
