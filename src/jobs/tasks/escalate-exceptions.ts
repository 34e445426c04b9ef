import { z } from 'zod'
import { refusals } from '#api-client/documents/answers'
import { escalateExceptions } from '#api-client/documents/exceptions'
import { task } from '../job.ts'
import { again, done } from '../outcome.ts'

/** Cases in one call. */
const BATCH = 100

/** The clock of the exception queue: marks what passed its deadline. */
export const escalateExceptionsTask = task({
  name: 'escalate-exceptions',
  payload: z.object({}),
  async run(_, { api }) {
    const { escalateExceptions: answer } = await api.execute(escalateExceptions, { limit: BATCH })
    const [refusal] = refusals(answer)
    if (refusal !== undefined) throw new Error(`the deadlines could not be looked at: ${refusal.message}`)
    return answer?.more ? again(0) : done
  },
})
