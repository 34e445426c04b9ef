import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { task } from '#jobs/job'
import { done } from '#jobs/outcome'
import { startWorker } from '#jobs/worker'
import { connect } from '#store/connect'
import { freshId } from '#store/fresh-id'
import { cleanUp, KEEP_JOBS_DAYS } from '#store/queue/clean-up'
import { freeSilentWorkers, SILENCE_SECONDS } from '#store/queue/heartbeat'
import { createToken } from '#store/write/tokens'
import { runTypeScript } from '../support/real-process.ts'
import { addJob, freshQueue, jobContextOf, jobsLeft, recordingApi, thing, until } from './support.ts'

describe('a worker that dies', () => {
  let queue: Awaited<ReturnType<typeof freshQueue>>
  beforeAll(async () => {
    queue = await freshQueue()
  })
  afterAll(() => queue.close())

  it('leaves its job and its queue to the others, once each', async () => {
    const victim = runTypeScript('tests/jobs/worker-process.ts', [queue.url])
    await victim.line(/works/)
    await addJob(queue.pool, 'hang', { thing: 'first' }, 'first', 'one-at-a-time')
    await victim.line(/took the job/)
    await addJob(queue.pool, 'hang', { thing: 'second' }, 'second', 'one-at-a-time')
    await victim.kill()

    const done1: string[] = []
    const hang = task({
      name: 'hang',
      payload: thing,
      async run(payload, { repeated }) {
        done1.push(`${payload.thing} ${repeated ? 'again' : 'anew'}`)
        return done
      },
    })
    const context = jobContextOf(recordingApi())
    const killedAt = Date.now()
    const worker = await startWorker({ pool: queue.pool, tasks: [hang], context, concurrency: 4, lookMs: 100 })
    try {
      await until('both jobs', async () => (await jobsLeft(queue.pool, 'hang')) === 0, (SILENCE_SECONDS + 12) * 1_000)
    } finally {
      await worker.stop()
    }
    expect(done1).toEqual(['first again', 'second anew'])
    expect(Date.now() - killedAt).toBeGreaterThan((SILENCE_SECONDS - 5) * 1_000)
  }, 60_000)

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

  it('leaves a job that was asked for anew meanwhile, which never runs again and is cleared away after a week', async () => {
    const { pool, url } = queue
    const store = connect(url, { size: 1 })
    onTestFinished(() => store.close())
    await addJob(pool, 'anew', { thing: 'old' }, 'anew', 'anew')
    await pool.query(
      `update graphile_worker._private_jobs set locked_by = 'dead', locked_at = now() - interval '1 hour', attempts = 1 where key = 'anew'`,
    )
    await addJob(pool, 'anew', { thing: 'new' }, 'anew', 'anew')
    expect(await freeSilentWorkers(pool)).toContain('dead')
    expect(await jobsLeft(pool, 'anew')).toBe(2)
    expect(await cleanUp(store.handle)).toMatchObject({ jobs: 0 })
    await pool.query(
      `update graphile_worker._private_jobs set updated_at = now() - interval '${KEEP_JOBS_DAYS} days 1 minute'`,
    )
    expect(await cleanUp(store.handle)).toMatchObject({ jobs: 1 })
    const { rows } = await pool.query(`select payload from graphile_worker._private_jobs where key = 'anew'`)
    expect(rows).toEqual([{ payload: { thing: 'new' } }])
    expect(await jobsLeft(pool, 'anew')).toBe(1)
  })

  it('leaves tokens that are cleared away a day after they ended; those of others stay', async () => {
    const { pool, url } = queue
    const store = connect(url, { size: 1 })
    onTestFinished(() => store.close())
    const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString()
    const make = async (name: string, kind: 'JOB' | 'CONNECTOR' | 'USER', expiresAt: string | null) => {
      const who = { name, kind, role: 'operator' as const, channelKey: null, expiresAt }
      const made = await createToken(pool, who, { id: freshId })
      if (!('entry' in made)) throw new Error(`no token: ${JSON.stringify(made)}`)
      return made.entry.id
    }
    const gone = [await make('jobs', 'JOB', hours(1)), await make('connector:shop', 'CONNECTOR', hours(1))]
    const kept = [
      await make('jobs', 'JOB', hours(1)), // of a worker that lives
      await make('connector:other', 'CONNECTOR', null), // made by a person, for a connector of their own
      await make('someone', 'USER', hours(1)),
    ]
    const age = (ids: string[]) =>
      pool.query(
        `update api_token set "createdAt" = "createdAt" - interval '26 hours', "expiresAt" = "expiresAt" - interval '26 hours' where "id" = any($1)`,
        [ids],
      )
    await age([...gone, kept[2]!])
    expect(await cleanUp(store.handle)).toMatchObject({ tokens: 2 })
    const { rows } = await pool.query<{ id: string }>('select "id" from api_token')
    expect(rows.map(({ id }) => id).sort()).toEqual(kept.sort())
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
