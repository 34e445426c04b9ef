import { type Problem, problem } from '../problems.ts'
import type { ExceptionRow } from '../rows/case-rows.ts'
import type { CaseStep } from './change-cases.ts'

/** A person settles a case. Its fingerprint stays, so that the rule which opened it does not open it again on the same facts. */
export function resolve(
  row: ExceptionRow,
  how: { reasonCode: string; resolution: string; now: string },
): CaseStep | Problem {
  if (row.status === 'RESOLVED')
    return problem('ALREADY_DONE', `The exception was resolved at ${row.resolvedAt} already.`, ['id'])
  const { reasonCode, resolution, now } = how
  return {
    patch: { status: 'RESOLVED', resolvedAt: now, resolution, reasonCode },
    event: 'EXCEPTION_RESOLVED',
    reasonCode,
  }
}
