import { BEAT_MS, beat, freeSilentWorkers, leave, type QueueDatabase } from '#store/queue/heartbeat'
import type { JobLog } from './job.ts'

/** Shows that this worker lives, and frees the jobs of those that do not, until it is stopped. */
export async function startHeartbeat(
  database: QueueDatabase,
  workerId: string,
  log: JobLog,
): Promise<{ stop(): Promise<void> }> {
  let stopped = false
  let beating: Promise<void> = Promise.resolve()
  const once = async () => {
    try {
      await beat(database, workerId)
      const freed = await freeSilentWorkers(database)
      if (freed.length > 0) log.warn({ workers: freed }, 'freed the jobs of workers that fell silent')
    } catch (error) {
      // The database is away: nobody's silence can be judged, and the next beat tries again.
      log.warn({ error: error instanceof Error ? error.message : error }, 'could not show that this worker lives')
    }
  }
  await once()
  const timer = setInterval(() => {
    beating = beating.then(() => (stopped ? undefined : once()))
  }, BEAT_MS)
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await beating
      await leave(database, workerId).catch(() => {})
    },
  }
}
