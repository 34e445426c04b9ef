import { unreleaseNeeds, unreleaseOrder } from '#domain/decisions/unrelease-order'
import { builder } from '#schema/builder'
import { OrderPayload } from '#schema/payloads'
import { LineQuantityInput, OrderKey } from '../inputs/keys.ts'
import { lineUnits } from '../line-units.ts'
import { mutation } from '../mutation.ts'

mutation('unreleaseOrder', {
  description:
    'Takes committed units back before picking: they are open again, their stock is available to others, and shipments that hold nothing more are withdrawn. Once picking has begun it is refused with TOO_LATE_TO_CHANGE: cancel instead.',
  payload: OrderPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    order: t.field({ type: OrderKey, required: true }),
    lines: t.field({ type: [LineQuantityInput], description: 'Only these units; all committed ones where absent.' }),
    reasonCode: t.string({ required: true, description: 'A reason code that applies to UNRELEASE.' }),
    ifVersion: t.int({ description: 'Refuses with STALE_VERSION when the order is not at this version.' }),
  })),
  run: async (args, command) => {
    const facts = await command.order(args.order, unreleaseNeeds, { ifVersion: args.ifVersion })
    const { reasonCode } = args
    const change = unreleaseOrder(facts, { lines: lineUnits(facts.state, args.lines), reasonCode }, command.moment)
    return command.commit({ changes: [change] }, { orderId: facts.state.order.id })
  },
})
