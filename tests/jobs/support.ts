import { z } from 'zod'
import type { Client } from '#api-client/client'
import type { JobContext, JobLog } from '#jobs/job'
import { prepareQueue } from '#jobs/worker'
import type { Store } from '#store/connect'
import { openPool } from '#store/pool'
import { freshDatabase } from '../support/database.ts'

export const quiet: JobLog = { info: () => {}, warn: () => {}, error: () => {} }

/** A queue on a database of this test's own. */
export async function freshQueue(): Promise<{ pool: Store['pool']; url: string; close(): Promise<void> }> {
  const { url, drop } = await freshDatabase()
  const pool = openPool(url, { size: 8 })
  await prepareQueue(pool, quiet)
  return {
    pool,
    url,
    async close() {
      await pool.end()
      await drop()
    },
  }
}

/** An API that says yes and remembers what it was asked. */
export function recordingApi(): Client & { asked: { name: string; variables: unknown }[] } {
  const asked: { name: string; variables: unknown }[] = []
  const answer = (name: string, variables: unknown) => {
    asked.push({ name, variables })
    return { raiseException: { userErrors: [] } }
  }
  return {
    asked,
    execute: async (document, variables) => answer(document.name, variables) as never, // the test knows what it asks
    executeJson: async (document, variables) =>
      answer(document.name, JSON.parse(Buffer.from(variables).toString())) as never,
  }
}

export const jobContextOf = (api: Client): Omit<JobContext, 'addJob' | 'database'> => ({
  api,
  apiOf: async () => api,
  handle: { query: async () => [] },
  channel: () => undefined,
  carrier: () => undefined,
  pace: { channelMs: 50, carrierMs: 50, warehouseMs: 50 },
  log: quiet,
})

/** A payload that tests use. */
export const thing = z.object({ thing: z.string() })

/** Waits for a condition, and says what it waited for when it does not come. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 20_000,
): Promise<void> {
  const deadline = Date.now() + deadlineMs
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited ${deadlineMs} ms for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** Jobs of this task that are not done. The schedule adds its own jobs at each full minute, which a test without their tasks never does. */
export const jobsLeft = async (pool: Store['pool'], name: string): Promise<number> => {
  const { rows } = await pool.query<{ count: string }>(
    'select count(*) from graphile_worker.jobs where task_identifier = $1',
    [name],
  )
  return Number(rows[0]?.count)
}

export const addJob = async (
  pool: Store['pool'],
  name: string,
  payload: object,
  key: string,
  queue: string | null = null,
) => {
  await pool.query('select graphile_worker.add_job($1, $2, queue_name := $3, job_key := $4)', [
    name,
    JSON.stringify(payload),
    queue,
    key,
  ])
}
