import { z } from 'zod'
import type { Client } from '#api-client/client'
import { refusals } from '#api-client/documents/answers'
import { channelToPoll, recordSyncRun } from '#api-client/documents/channels'
import type { ChannelSession } from '#connectors/channels/port'
import { backoff } from '../backoff.ts'
import { importPage } from '../import-page.ts'
import { type Job, task } from '../job.ts'
import { again, done, retryAfter } from '../outcome.ts'

/** Pages in one run; then others have a turn, and the next run goes on from the watermark. */
const MOST_PAGES = 20
/** A channel that fails is asked again at least this often: its own exception says that it fails. */
const LONGEST_SILENCE_MS = 5 * 60_000

/** Fetches what changed in a channel since the last time and imports it, then comes back at its pace. */
export const pollChannelTask = task({
  name: 'poll-channel',
  payload: z.object({ channelKey: z.string() }),
  maxAttempts: Number.POSITIVE_INFINITY,
  async run({ channelKey: channel }, job) {
    const api = await job.apiOf(channel)
    const { channel: found } = await api.execute(channelToPoll, { key: channel })
    if (!found?.enabled || !found.stages?.includes('ORDER_IMPORT')) return done
    const session = job.channel(channel, found.kind)
    if (session === undefined) return done
    const from = found.syncRuns?.find(({ resource }) => resource === 'orders')?.watermark ?? null
    return poll(channel, session, api, from, job)
  },
})

async function poll(channel: string, session: ChannelSession, api: Client, from: string | null, job: Job) {
  const startedAt = new Date().toISOString()
  const count = { seen: 0, changed: 0, rejected: 0 }
  let watermark = from
  let error: string | null = null
  let more = true
  try {
    for (let page = 0; more && page < MOST_PAGES && !job.signal.aborted; page++) {
      const pulled = await session.pullOrders(watermark, job.signal)
      const { changed, rejected } = await importPage(channel, pulled.orders, api)
      count.seen += pulled.orders.length
      count.changed += changed
      count.rejected += rejected.length
      // Only after the page is in: a kill before this line imports it once more, and changes nothing.
      watermark = pulled.watermark
      more = pulled.more
    }
  } catch (cause) {
    error = cause instanceof Error ? cause.message : String(cause)
  }
  const finishedAt = new Date().toISOString()
  const run = { channel, resource: 'orders', startedAt, finishedAt, ok: error === null, ...count, error, watermark }
  const [refusal] = refusals((await api.execute(recordSyncRun, run)).recordSyncRun)
  if (refusal !== undefined) throw new Error(`the run could not be recorded: ${refusal.message}`)
  if (error !== null) return retryAfter(Math.min(backoff(job.failures + 1, Math.random()), LONGEST_SILENCE_MS), error)
  return again(more ? 0 : job.pace.channelMs)
}
