import { holdNeeds, holdOrder } from '#domain/decisions/hold-order'
import { optionalText } from '#domain/settings/checked'
import { NOTE_LIMIT } from '#domain/values/text'
import { builder } from '#schema/builder'
import { HoldReason } from '#schema/enums'
import { OrderPayload } from '#schema/payloads'
import { LineKey, OrderKey } from '../inputs/keys.ts'
import { lineIds } from '../line-units.ts'
import { mutation } from '../mutation.ts'

mutation('holdOrder', {
  description:
    'Stops an order, or some of its lines, until the hold is released or its time is over: nothing held is released, picked, packed or shipped. Holds coexist; each ends on its own. The buyer never sees them.',
  payload: OrderPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    order: t.field({ type: OrderKey, required: true }),
    reason: t.field({ type: HoldReason, required: true }),
    lines: t.field({ type: [LineKey], description: 'Only these lines; the whole order where absent.' }),
    expiresAt: t.field({ type: 'DateTime', description: 'Ends by itself then; never where absent.' }),
    note: t.string({ description: 'For colleagues; shown with customers:read.' }),
    keepsStock: t.boolean({
      required: true,
      defaultValue: true,
      description: 'False gives committed stock that is not picked yet back to others: those units are open again.',
    }),
    ifVersion: t.int({ description: 'Refuses with STALE_VERSION when the order is not at this version.' }),
  })),
  run: async (args, command) => {
    const facts = await command.order(args.order, holdNeeds, { ifVersion: args.ifVersion })
    const { reason, expiresAt, keepsStock } = args
    const note = optionalText(args.note, null, 'The note', ['note'], NOTE_LIMIT)
    const hold = { reason, expiresAt, keepsStock, note }
    const change = holdOrder(facts, { ...hold, lineIds: lineIds(facts.state, args.lines) }, command.moment)
    return command.commit({ changes: [change] }, { orderId: facts.state.order.id })
  },
})
