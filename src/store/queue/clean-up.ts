import type { Statement } from '../handle.ts'
import type { Queryable } from '../log/advance-log.ts'
import { retainLog } from '../log/retain-log.ts'

/** Days after which an idempotency key may be used anew; the same as the mutations look back. */
export const KEEP_KEYS_DAYS = 7

/** Days for which a job that will not run again can be looked at: one that failed for good, or gave its key to a later one while its worker died. */
export const KEEP_JOBS_DAYS = 7

const forgetKeys: Statement = {
  name: 'idempotency_forget',
  text: `with gone as (delete from idempotency_key where "createdAt" < now() - make_interval(days => $1) returning 1)
    select count(*)::int as r from gone`,
}

// As the queue's own task DELETE_PERMAFAILED_JOBS does, but only once there was time to look at them.
const forgetJobs: Statement = {
  name: 'jobs_forget',
  text: `with gone as (delete from graphile_worker._private_jobs
      where attempts >= max_attempts and locked_at is null and updated_at < now() - make_interval(days => $1) returning 1)
    select count(*)::int as r from gone`,
}

/** Days after which a token of jobs that expired or was revoked is no longer listed. */
export const KEEP_JOB_TOKENS_DAYS = 1

// Those that workers made for themselves, by who they speak for and how short they live; a person's stay for the record.
const forgetTokens: Statement = {
  name: 'job_tokens_forget',
  text: `with gone as (delete from api_token t using principal p
      where p."id" = t."principalId" and p."kind" in ('JOB', 'CONNECTOR') and t."expiresAt" <= t."createdAt" + interval '1 day'
        and least(t."expiresAt", t."revokedAt") < now() - make_interval(days => $1) returning 1)
    select count(*)::int as r from gone`,
}

/** Drops what nobody can ask for any more: old places of the log (never past the slowest consumer), old idempotency keys, jobs that are over, and tokens of workers that are gone. */
export async function cleanUp(handle: Queryable): Promise<Record<'places' | 'keys' | 'jobs' | 'tokens', number>> {
  const places = await retainLog(handle)
  const [keys] = await handle.query<number>(forgetKeys, [KEEP_KEYS_DAYS])
  const [jobs] = await handle.query<number>(forgetJobs, [KEEP_JOBS_DAYS])
  const [tokens] = await handle.query<number>(forgetTokens, [KEEP_JOB_TOKENS_DAYS])
  return { places, keys: keys ?? 0, jobs: jobs ?? 0, tokens: tokens ?? 0 }
}
