import type { JobHelpers, Task as QueueTask } from 'graphile-worker'
import { z } from 'zod'
import { ApiError, type Client } from '#api-client/client'
import { raiseException } from '#api-client/documents/exceptions'
import { nodeId } from '#api-client/node-id'
import { ExternalServiceError } from '#connectors/request'
import { backoff } from './backoff.ts'
import type { Job, JobContext, Task } from './job.ts'
import type { GivenUp, Outcome } from './outcome.ts'
import { giveUp, retryAfter, retryUncounted } from './outcome.ts'

/** Failures in a row after which a person is asked, where a task says nothing else. */
export const MAX_ATTEMPTS = 10
/** Evidence of a failure that a person sees. */
const REASON_LENGTH = 500

/** Our own bookkeeping beside the ids of a payload. */
const counted = z.looseObject({ failures: z.int().min(0).optional() })

/** A task of ours as the queue runs it: its outcome becomes the end of the job, another run, or a person's exception. */
export function queueTask(task: Task, context: JobContext): QueueTask {
  return async (given, helpers) => {
    const { failures = 0, ...ids } = counted.parse(given ?? {})
    const signal = helpers.abortSignal ?? new AbortController().signal
    const job: Job = {
      ...context,
      api: repeatable(context.api, signal),
      apiOf: async (channel) => repeatable(await context.apiOf(channel), signal),
      failures,
      repeated: failures > 0 || helpers.job.attempts > 1,
      signal,
    }
    const outcome = await outcomeOf(task, ids, job)
    switch (outcome.is) {
      case 'done':
        return
      case 'again':
        return runAgain(helpers, ids, 0, outcome.ms)
      case 'retryAfter':
        context.log.warn({ task: task.name, failures: failures + 1, inMs: outcome.ms }, outcome.reason)
        return runAgain(helpers, ids, outcome.notCounted ? Math.max(failures, 1) : failures + 1, outcome.ms)
      case 'giveUp':
        context.log.error({ task: task.name, ...ids }, outcome.exception.summary)
        return askPerson(job.api, helpers.job.id, outcome.exception)
    }
  }
}

/** Whatever a job asks of the API may be asked twice, for the job may run twice; and it is asked no longer once the worker is to stop. */
const repeatable = (api: Client, stop: AbortSignal): Client => ({
  execute: (document, variables, call) => api.execute(document, variables, { repeatSafe: true, stop, ...call }),
  executeJson: (document, variables, call) => api.executeJson(document, variables, { repeatSafe: true, stop, ...call }),
})

async function outcomeOf(task: Task, given: unknown, job: Job): Promise<Outcome> {
  try {
    const outcome = await task.run(task.payload.parse(given), job)
    if (outcome.is !== 'retryAfter' || outcome.notCounted || job.failures + 1 < (task.maxAttempts ?? MAX_ATTEMPTS))
      return outcome
    return giveUp(exhausted(task, given, outcome.reason))
  } catch (error) {
    const wait = backoff(job.failures + 1, Math.random())
    // While nobody answers, or we are asked to stop, nothing is wrong with the job itself.
    if (error instanceof ApiError && ['UNREACHABLE', 'NOT_ALLOWED'].includes(error.failure)) {
      return retryUncounted(wait, error.message)
    }
    if (error instanceof ExternalServiceError && error.retryAfterMs !== undefined) {
      return retryUncounted(Math.max(error.retryAfterMs, wait), error.message)
    }
    const reason = error instanceof Error ? error.message : String(error)
    return job.failures + 1 < (task.maxAttempts ?? MAX_ATTEMPTS)
      ? retryAfter(wait, reason)
      : giveUp(exhausted(task, given, reason))
  }
}

const exhausted = (task: Task, given: unknown, reason: string): GivenUp => ({
  kind: 'MANUAL',
  summary: `The job ${task.name} ${JSON.stringify(given)} was tried ${task.maxAttempts ?? MAX_ATTEMPTS} times and did not succeed.`,
  evidence: { task: task.name, job: given, reason: reason.slice(0, REASON_LENGTH) },
})

/**
 * The same job later, under its key and in its queue. Added before this run ends, so that a kill between the two runs it
 * twice rather than never; a job that an event put there meanwhile keeps its own, earlier time.
 */
async function runAgain(helpers: JobHelpers, ids: object, failures: number, ms: number): Promise<void> {
  const { job } = helpers
  const queueName = await helpers.getQueueName()
  await helpers.addJob(job.task_identifier, failures === 0 ? ids : { ...ids, failures }, {
    runAt: new Date(Date.now() + ms),
    priority: job.priority,
    ...(queueName ? { queueName } : {}),
    ...(job.key === null ? {} : { jobKey: job.key, jobKeyMode: 'preserve_run_at' }),
  })
}

async function askPerson(api: Client, jobId: string, exception: GivenUp): Promise<void> {
  const { raiseException: answer } = await api.execute(raiseException, {
    key: `job ${jobId} gave up`,
    kind: exception.kind,
    summary: exception.summary,
    order: exception.orderId === undefined ? null : { id: nodeId('Order', exception.orderId) },
    shipment: exception.shipmentId === undefined ? null : { id: nodeId('Shipment', exception.shipmentId) },
    evidence: exception.evidence ?? null,
  })
  const [error] = answer?.userErrors ?? []
  if (error !== undefined) throw new Error(`could not ask a person: ${error.message}`)
}
