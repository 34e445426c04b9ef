import { releaseHold, releaseHoldNeeds } from '#domain/decisions/hold-order'
import { problem } from '#domain/problems'
import { optionalText } from '#domain/settings/checked'
import { NOTE_LIMIT } from '#domain/values/text'
import { builder } from '#schema/builder'
import { rowId } from '#schema/global-id'
import { OrderPayload } from '#schema/payloads'
import { mutation } from '../mutation.ts'

mutation('releaseHold', {
  description:
    'Ends one hold, with a reason. The hold of a rule that was released so returns only when the rule sees something new. A failed rule stays failed: releaseOrder then asks for an override reason code.',
  payload: OrderPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    holdId: t.id({ required: true }),
    reasonCode: t.string({ required: true, description: 'A reason code that applies to RELEASE_HOLD.' }),
    note: t.string({ description: 'For the audit trail; shown with customers:read.' }),
  })),
  run: async (args, command) => {
    const holdId = rowId(args.holdId, 'Hold') ?? ''
    const missing = problem('NOT_FOUND', `There is no hold with the id "${args.holdId}".`, ['holdId'])
    const facts = await command.orderOf('hold', holdId, releaseHoldNeeds, missing)
    const note = optionalText(args.note, null, 'The note', ['note'], NOTE_LIMIT)
    const change = releaseHold(facts, { holdId, reasonCode: args.reasonCode, note }, command.moment)
    return command.commit({ changes: [change] }, { orderId: facts.state.order.id })
  },
})
