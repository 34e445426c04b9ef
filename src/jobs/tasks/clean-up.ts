import { z } from 'zod'
import { cleanUp } from '#store/queue/clean-up'
import { task } from '../job.ts'
import { done } from '../outcome.ts'

/** Once per day: what is kept for a time is let go of. */
export const cleanUpTask = task({
  name: 'clean-up',
  payload: z.object({}),
  async run(_, { handle, log }) {
    log.info(await cleanUp(handle), 'cleaned up')
    return done
  },
})
