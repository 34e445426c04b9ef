import type { JobRequest } from '#domain/reactions'
import type { Statement } from '../handle.ts'
import type { Queryable } from '../log/advance-log.ts'

// One that waits for more of its kind keeps the first request's time; any other runs at once, also where a retry was put off.
const add = (preserve: boolean): Statement => ({
  name: preserve ? 'jobs_add_waiting' : 'jobs_add',
  text: `select count(*)::int as r from graphile_worker.add_jobs(
    (select array_agg(row(j->>'task', j->'payload', j->>'queue', now() + make_interval(secs => coalesce((j->>'delayMs')::int, 0) / 1000.0),
      null, j->>'key', null, null)::graphile_worker.job_spec) from json_array_elements($1::json) j), ${preserve})`,
})
const statements = { now: add(false), waiting: add(true) }

/** Adds jobs in the transaction of what requests them. No key may come twice. */
export async function addJobs(tx: Queryable, jobs: JobRequest[]): Promise<void> {
  const waiting = jobs.filter((job) => job.delayMs !== undefined)
  const now = jobs.filter((job) => job.delayMs === undefined)
  if (now.length > 0) await tx.query(statements.now, [JSON.stringify(now)])
  if (waiting.length > 0) await tx.query(statements.waiting, [JSON.stringify(waiting)])
}
