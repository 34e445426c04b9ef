import { type Problem, problem } from '../problems.ts'
import type { ExceptionRow } from '../rows/case-rows.ts'
import type { CaseStep } from './change-cases.ts'

/** Gives a case to somebody, who now works on it; null gives it back to its queue. */
export function assign(row: ExceptionRow, ownerId: string | null): CaseStep | Problem {
  if (row.status === 'RESOLVED')
    return problem('ALREADY_DONE', 'The exception is resolved; nobody has to look at it any more.', ['id'])
  if (row.ownerId === ownerId) return null
  return { patch: { ownerId, status: ownerId === null ? 'OPEN' : 'IN_PROGRESS' }, event: 'EXCEPTION_ASSIGNED' }
}
