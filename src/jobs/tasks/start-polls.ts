import { z } from 'zod'
import { channelsToPoll } from '#api-client/documents/channels'
import { pollJob } from '#domain/reactions'
import { task } from '../job.ts'
import { done } from '../outcome.ts'

/** Sees to it that each channel that imports orders has its poll in the queue; one that is there keeps its time. */
export const startPollsTask = task({
  name: 'start-polls',
  payload: z.object({}),
  async run(_, { api, channel, addJob }) {
    const { channels } = await api.execute(channelsToPoll, {})
    for (const { key, kind, enabled, stages } of channels ?? []) {
      if (enabled && stages?.includes('ORDER_IMPORT') && channel(key, kind) !== undefined) await addJob(pollJob(key))
    }
    return done
  },
})
