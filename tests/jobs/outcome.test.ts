import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiError } from '#api-client/client'
import { ExternalServiceError } from '#connectors/request'
import { type Job, task } from '#jobs/job'
import { again, done, giveUp, type Outcome, retryAfter } from '#jobs/outcome'
import { MAX_ATTEMPTS } from '#jobs/perform'
import { startWorker, type Worker } from '#jobs/worker'
import { addJob, freshQueue, jobContextOf, jobsLeft, recordingApi, thing, until } from './support.ts'

describe('the outcome of a job', () => {
  let queue: Awaited<ReturnType<typeof freshQueue>>
  let worker: Worker
  const api = recordingApi()
  const runs: { thing: string; failures: number; repeated: boolean }[] = []
  const script = new Map<string, ((job: Job) => Outcome)[]>()

  const told = task({
    name: 'told',
    payload: thing,
    async run(payload, job) {
      runs.push({ thing: payload.thing, failures: job.failures, repeated: job.repeated })
      const next = script.get(payload.thing)?.shift()
      return next?.(job) ?? done
    },
  })

  beforeAll(async () => {
    queue = await freshQueue()
    worker = await startWorker({
      pool: queue.pool,
      tasks: [told],
      context: jobContextOf(api),
      concurrency: 2,
      lookMs: 50,
    })
  })
  afterAll(async () => {
    await worker.stop()
    await queue.close()
  })

  /** Runs a job to its end with these outcomes, one a run, and gives the runs. */
  const play = async (name: string, outcomes: ((job: Job) => Outcome)[]) => {
    script.set(name, [...outcomes])
    await addJob(queue.pool, 'told', { thing: name }, `told:${name}`)
    await until(
      `the end of ${name}`,
      async () => script.get(name)?.length === 0 && (await jobsLeft(queue.pool, 'told')) === 0,
    )
    return runs.filter((run) => run.thing === name)
  }

  const fails = (error: Error) => () => {
    throw error
  }

  it('done ends it', async () => {
    expect(await play('a', [() => done])).toEqual([{ thing: 'a', failures: 0, repeated: false }])
  })

  it('again brings it back without counting', async () => {
    const all = await play('b', [() => again(10), () => again(10), () => done])
    expect(all.map(({ failures, repeated }) => [failures, repeated])).toEqual([
      [0, false],
      [0, false],
      [0, false],
    ])
  })

  it('retryAfter counts failures, and lets the next run know that it is not the first', async () => {
    const all = await play('c', [() => retryAfter(10, 'not yet'), () => retryAfter(10, 'not yet'), () => done])
    expect(all.map(({ failures, repeated }) => [failures, repeated])).toEqual([
      [0, false],
      [1, true],
      [2, true],
    ])
  })

  it('giveUp asks a person', async () => {
    await play('d', [() => giveUp({ kind: 'NO_ROUTE', summary: 'It cannot go anywhere.' })])
    expect(api.asked).toContainEqual({
      name: 'RaiseException',
      variables: expect.objectContaining({ kind: 'NO_ROUTE', summary: 'It cannot go anywhere.' }),
    })
  })

  it('gives up by itself after its last attempt, with the reason as evidence', async () => {
    const before = api.asked.length
    const outcomes = Array.from({ length: MAX_ATTEMPTS }, () => () => retryAfter(1, 'the moon is wrong'))
    expect(await play('e', outcomes)).toHaveLength(MAX_ATTEMPTS)
    expect(api.asked.slice(before)).toEqual([
      {
        name: 'RaiseException',
        variables: expect.objectContaining({
          kind: 'MANUAL',
          evidence: { task: 'told', job: { thing: 'e' }, reason: 'the moon is wrong' },
        }),
      },
    ])
  })

  it('an error counts as a failure and waits', async () => {
    const all = await play('f', [fails(new Error('broken')), () => done])
    expect(all.map(({ failures }) => failures)).toEqual([0, 1])
  })

  it('a server that is away or a channel that is busy uses up no attempt', async () => {
    const busy = fails(new ExternalServiceError('BUSY', 'slow down', 10))
    const away = fails(new ApiError('UNREACHABLE', 'nobody there'))
    const all = await play('g', [busy, away, busy, () => done])
    expect(all.map(({ failures, repeated }) => [failures, repeated])).toEqual([
      [0, false],
      [1, true],
      [1, true],
      [1, true],
    ])
  })

  it('a job that an event adds meanwhile is not put off', async () => {
    script.set('h', [() => again(60_000), () => done])
    await addJob(queue.pool, 'told', { thing: 'h' }, 'told:h')
    await until('the first run', () => script.get('h')?.length === 1)
    await addJob(queue.pool, 'told', { thing: 'h' }, 'told:h')
    await until(
      'the second run',
      async () => script.get('h')?.length === 0 && (await jobsLeft(queue.pool, 'told')) === 0,
    )
  })
})
