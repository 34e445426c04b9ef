import type { QueryResult, QueryResultRow } from 'pg'

/** A pool or a client. */
export type QueueDatabase = {
  query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<R>>
}

/** A worker shows that it lives this often. */
export const BEAT_MS = 2_000
/** A worker that was silent for so long, by the database's clock, is taken for dead and its jobs are freed. */
export const SILENCE_SECONDS = 15

/** This worker lives, by the database's clock. */
export async function beat(database: QueueDatabase, workerId: string): Promise<void> {
  await database.query(
    `insert into worker_heartbeat ("workerId") values ($1) on conflict ("workerId") do update set "seenAt" = now()`,
    [workerId],
  )
}

/** This worker stopped in good order, and holds nothing. */
export async function leave(database: QueueDatabase, workerId: string): Promise<void> {
  await database.query('delete from worker_heartbeat where "workerId" = $1', [workerId])
}

/** A lock that nobody alive holds. One taken a moment ago is left alone: its worker may not have shown itself yet. */
const forsaken = (table: string) => `select locked_by from graphile_worker.${table} where locked_by is not null
  and locked_at < now() - interval '${SILENCE_SECONDS} seconds'
  and not exists (select from worker_heartbeat w where w."workerId" = locked_by and w."seenAt" > now() - interval '${SILENCE_SECONDS} seconds')`

/**
 * Frees the jobs and queues of workers that fell silent; anyone may call it at any time. Answers with whose they were.
 * A worker that was only paused may come back and finish a job that another has begun: that leaves a queue locked
 * for which no job runs, and such a queue is freed too.
 */
export async function freeSilentWorkers(database: QueueDatabase): Promise<string[]> {
  const { rows } = await database.query<{ workers: string[] | null }>(
    `with silent as (${forsaken('_private_jobs')} union ${forsaken('_private_job_queues')}),
      freed as (select graphile_worker.force_unlock_workers(array_agg(locked_by)) from silent having count(*) > 0)
     select array_agg(locked_by) as workers from silent, freed`,
  )
  await database.query(
    `update graphile_worker._private_job_queues q set locked_by = null, locked_at = null
     where locked_at < now() - interval '${SILENCE_SECONDS} seconds'
       and not exists (select from graphile_worker._private_jobs j where j.job_queue_id = q.id and j.locked_at is not null)`,
  )
  await database.query(`delete from worker_heartbeat where "seenAt" < now() - interval '1 day'`)
  return rows[0]?.workers ?? []
}
