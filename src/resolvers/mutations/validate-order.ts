import { validateNeeds, validateOrder } from '#domain/decisions/validate-order'
import { builder } from '#schema/builder'
import { OrderPayload } from '#schema/payloads'
import { OrderKey } from '../inputs/keys.ts'
import { mutation } from '../mutation.ts'

mutation('validateOrder', {
  description:
    'Judges an order again by every rule, after something outside of it changed: stock came in, a SKU or a status was mapped. Rule holds and exceptions follow. Writes nothing when nothing is new.',
  payload: OrderPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    order: t.field({ type: OrderKey, required: true }),
    ifVersion: t.int({ description: 'Refuses with STALE_VERSION when the order is not at this version.' }),
  })),
  run: async (args, command) => {
    const facts = await command.order(args.order, validateNeeds, { ifVersion: args.ifVersion, demand: true })
    const change = validateOrder(facts, command.moment)
    return command.commit({ changes: change === null ? [] : [change] }, { orderId: facts.state.order.id })
  },
})
