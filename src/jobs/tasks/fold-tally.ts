import { z } from 'zod'
import { foldTally } from '#store/queue/fold-tally'
import { task } from '../job.ts'
import { done } from '../outcome.ts'

/** Once a minute: what changed in the numbers of orders is added up, so that a board reads some tens of rows. */
export const foldTallyTask = task({
  name: 'fold-tally',
  payload: z.object({}),
  async run(_, { handle }) {
    await foldTally(handle)
    return done
  },
})
