import { z } from 'zod'
import { addUpCounters } from '#store/queue/add-up-counters'
import { task } from '../job.ts'
import { done } from '../outcome.ts'

/** Once per minute: what changed in the numbers of orders is added up, so that a board reads some tens of rows. */
export const addUpCountersTask = task({
  name: 'fold-tally',
  payload: z.object({}),
  async run(_, { handle }) {
    await addUpCounters(handle)
    return done
  },
})
