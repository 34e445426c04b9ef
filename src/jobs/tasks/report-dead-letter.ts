import { z } from 'zod'
import { readDeadLetter } from '#store/queue/dead-letter'
import { task } from '../job.ts'
import { done, giveUp } from '../outcome.ts'

/** Part of an error that a person sees; the whole is with the dead letter. */
const ERROR_LENGTH = 500

/** Asks a person about an event that a consumer of the log could not handle. */
export const reportDeadLetterTask = task({
  name: 'report-dead-letter',
  payload: z.object({ deadLetterId: z.string() }),
  async run({ deadLetterId }, { database }) {
    const letter = await readDeadLetter(database, deadLetterId)
    if (letter === undefined) return done
    return giveUp({
      kind: 'MANUAL',
      summary: `The ${letter.consumer} could not handle the event at position ${letter.position} of the log, and went on without it.`,
      ...(letter.orderId === null ? {} : { orderId: letter.orderId }),
      evidence: {
        consumer: letter.consumer,
        position: letter.position,
        type: letter.type,
        error: letter.error.slice(0, ERROR_LENGTH),
      },
    })
  },
})
