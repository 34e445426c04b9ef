import type { Pool } from 'pg'
import { type ReactedChannel, reactionsTo } from '#domain/reactions'
import { readChannelStages } from '#store/log/channel-stages'
import { addJobs } from '#store/queue/add-jobs'
import { type Consumer, runConsumer } from './consumer.ts'
import type { PlacedEvent } from './event-row.ts'
import type { Log } from './log.ts'

export interface ReactorOptions {
  log: Log
  pool: Pool
  onError?(error: unknown): void
  onAlarm?(message: string): void
}

/** Turns events into jobs, in the transaction that moves its cursor: no job is lost or added twice by a crash. */
export const startReactor = ({ log, pool, onError, onAlarm }: ReactorOptions): Consumer =>
  runConsumer({
    name: 'reactor',
    log,
    pool,
    onError,
    onAlarm,
    async handle(events, tx) {
      const channels = new Map<string, ReactedChannel>()
      const keys = channelsOf(events)
      if (keys.length > 0)
        for (const { key, ...channel } of await readChannelStages(tx, keys)) channels.set(key, channel)
      await addJobs(tx, reactionsTo(events, channels))
    },
    onDeadLetter: (tx, deadLetterId) =>
      addJobs(tx, [
        { task: 'report-dead-letter', key: `report-dead-letter:${deadLetterId}`, payload: { deadLetterId } },
      ]),
  })

const channelsOf = (events: PlacedEvent[]): string[] => [
  ...new Set(events.flatMap(({ channelKey }) => (channelKey === null ? [] : [channelKey]))),
]
