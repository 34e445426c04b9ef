import { ESCALATE_LIMIT, escalate } from '#domain/exception/escalate'
import { checkedInteger } from '#domain/settings/checked'
import { builder } from '#schema/builder'
import { EscalateExceptionsPayload } from '#schema/exception-results'
import { overdueCases } from '#store/read/exception-facts'
import { stepCases, writeOf } from '../change-cases.ts'
import { mutation } from '../mutation.ts'

mutation('escalateExceptions', {
  description: `For the service-level clock: marks unresolved exceptions whose deadline has passed, the longest overdue first, each once; the log then says
EXCEPTION_BREACHED. Calling it again marks the next ones.`,
  payload: EscalateExceptionsPayload,
  scope: 'exceptions:write',
  refused: { escalated: 0, more: false },
  args: builder.args((t) => ({
    limit: t.int({ required: true, defaultValue: 100, description: `How many at most, 1 to ${ESCALATE_LIMIT}.` }),
  })),
  run: async (args, command) => {
    const limit = checkedInteger(args.limit, 'The limit', ['limit'], ESCALATE_LIMIT, 1)
    const ids = await overdueCases(command.handle, command.moment.now, limit, command.viewer.channelKey)
    const asked = ids.map((id) => ({ id, ifVersion: null }))
    const changed = await stepCases(command, asked, (row) => escalate(row, command.moment.now))
    const events = [...changed.events, ...changed.changes.flatMap((change) => change.events)]
    const escalated = events.filter((event) => event.type === 'EXCEPTION_BREACHED').length
    return command.commit(writeOf(changed), { escalated, more: ids.length === limit && escalated > 0 })
  },
})
