import { z } from 'zod'
import { pollJob } from '#domain/reactions'
import { channelsToPoll } from '#door/documents/channels'
import { task } from '../job.ts'
import { done } from '../outcome.ts'

/** Sees to it that each channel that imports orders has its poll in the queue; one that is there keeps its time. */
export const startPollsTask = task({
  name: 'start-polls',
  payload: z.object({}),
  async run(_, { door, channel, addJob }) {
    const { channels } = await door.execute(channelsToPoll, {})
    for (const { key, kind, enabled, stages } of channels ?? []) {
      if (enabled && stages?.includes('ORDER_IMPORT') && channel(key, kind) !== undefined) await addJob(pollJob(key))
    }
    return done
  },
})
