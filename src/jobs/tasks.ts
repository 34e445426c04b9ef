import type { Task } from './job.ts'
import { addUpCountersTask } from './tasks/add-up-counters.ts'
import { carrierStepTask } from './tasks/carrier-step.ts'
import { cleanUpTask } from './tasks/clean-up.ts'
import { escalateExceptionsTask } from './tasks/escalate-exceptions.ts'
import { expireHoldsTask } from './tasks/expire-holds.ts'
import { pollChannelTask } from './tasks/poll-channel.ts'
import { pushChannelTask } from './tasks/push-channel.ts'
import { releaseOrderTask } from './tasks/release-order.ts'
import { releaseReadyTask } from './tasks/release-ready.ts'
import { reportDeadLetterTask } from './tasks/report-dead-letter.ts'
import { revalidateWaitingTask } from './tasks/revalidate-waiting.ts'
import { startPollsTask } from './tasks/start-polls.ts'

/** Every job of the product: what an event requests (domain/reactions.ts) or the clock does (schedule.ts). */
export const tasks: readonly Task[] = [
  carrierStepTask,
  cleanUpTask,
  escalateExceptionsTask,
  expireHoldsTask,
  addUpCountersTask,
  pollChannelTask,
  pushChannelTask,
  releaseOrderTask,
  releaseReadyTask,
  reportDeadLetterTask,
  revalidateWaitingTask,
  startPollsTask,
]
