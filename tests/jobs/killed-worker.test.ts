import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freeSilentWorkers } from '#store/queue/heartbeat'
import { addJob, freshQueue } from './support.ts'

describe('a worker that dies', () => {
  let queue: Awaited<ReturnType<typeof freshQueue>>
  beforeAll(async () => {
    queue = await freshQueue()
  })
  afterAll(() => queue.close())

  it('is known by its silence alone: who beats keeps its jobs, however long they take', async () => {
    await addJob(queue.pool, 'kept', { thing: 'kept' }, 'kept', 'slow')
    await queue.pool.query(
      `update graphile_worker._private_jobs set locked_by = 'alive', locked_at = now() - interval '1 hour' where key = 'kept'`,
    )
    await queue.pool.query(`insert into worker_heartbeat ("workerId") values ('alive')`)
    expect(await freeSilentWorkers(queue.pool)).toEqual([])
    await queue.pool.query(
      `update worker_heartbeat set "seenAt" = now() - interval '20 seconds' where "workerId" = 'alive'`,
    )
    expect(await freeSilentWorkers(queue.pool)).toEqual(['alive'])
  })

  it('may come back and end the job of another without wedging the queue', async () => {
    // The paused worker's completion deletes the job, and does not know the queue's new holder.
    await addJob(queue.pool, 'wedge', { thing: 'wedge' }, 'wedge', 'wedged')
    await queue.pool.query(
      `update graphile_worker._private_job_queues set locked_by = 'other', locked_at = now() - interval '1 minute' where queue_name = 'wedged'`,
    )
    await queue.pool.query(`insert into worker_heartbeat ("workerId") values ('other') on conflict do nothing`)
    await freeSilentWorkers(queue.pool)
    const { rows } = await queue.pool.query(
      `select locked_by from graphile_worker._private_job_queues where queue_name = 'wedged'`,
    )
    expect(rows).toEqual([{ locked_by: null }])
  })
})
