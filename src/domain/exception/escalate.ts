import type { ExceptionRow } from '../rows/case-rows.ts'
import type { CaseStep } from './change-cases.ts'

/** Cases that one call may mark. */
export const ESCALATE_LIMIT = 500

/** Marks a case whose due time has passed while nobody settled it; once. */
export function escalate(row: ExceptionRow, now: string): CaseStep {
  const overdue = row.dueAt !== null && Date.parse(row.dueAt) < Date.parse(now)
  if (row.status === 'RESOLVED' || row.breachedAt !== null || !overdue) return null
  return { patch: { breachedAt: now }, event: 'EXCEPTION_BREACHED' }
}
