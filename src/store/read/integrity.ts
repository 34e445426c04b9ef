import type { Handle, Statement } from '../handle.ts'
import { type InvariantQuery, invariants } from './integrity-checks.ts'

/** Violations that a check shows. */
export const SAMPLE_SIZE = 10

export interface IntegrityResult {
  name: string
  meaning: string
  violations: number
  sample: Record<string, unknown>[]
}

const statementOf = ({ name, text }: InvariantQuery): Statement => ({
  name: `integrity_${name}`,
  text: `with bad as (${text}) select json_build_object('violations', (select count(*) from bad), 'sample',
    (select coalesce(json_agg(b), '[]'::json) from (select * from bad limit ${SAMPLE_SIZE}) b)) as r`,
})

const checks = invariants.map((invariant) => ({ ...invariant, statement: statementOf(invariant) }))

/** Runs every check, one after the other: each is one moment's truth, and they do not crowd out the shop's own work. */
export async function checkIntegrity(handle: Handle): Promise<IntegrityResult[]> {
  const results: IntegrityResult[] = []
  for (const { name, meaning, statement } of checks) {
    const [found] = await handle.query<Pick<IntegrityResult, 'violations' | 'sample'>>(statement, [])
    results.push({ name, meaning, ...found! })
  }
  return results
}
