import { releaseNeeds, releaseOrder } from '#domain/decisions/release-order'
import { builder } from '#schema/builder'
import { OrderPayload } from '#schema/payloads'
import { LineQuantityInput, OrderKey } from '../inputs/keys.ts'
import { ReleasePolicy } from '../inputs/release-policy.ts'
import { lineUnits } from '../line-units.ts'
import { mutation } from '../mutation.ts'

mutation('releaseOrder', {
  description: `Commits an order to fulfilment: allocates its stock at this moment, chooses the warehouse, plans the shipments; all or nothing unless asked otherwise.
Refused while a hold is active (release the hold first; nothing overrides it), while a validation rule fails (an override reason code overrides a rule
that allows it, and a \`notBefore\` that has not come), and where stock is not there (INSUFFICIENT_STOCK says what is, by warehouse). Safety stock
is a rule for selling and does not block a release. Lines that take no stock, such as downloads, services and tips, are delivered by the release.`,
  payload: OrderPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    order: t.field({ type: OrderKey, required: true }),
    lines: t.field({ type: [LineQuantityInput], description: 'Only these units; everything open where absent.' }),
    policy: t.field({ type: ReleasePolicy, required: true, defaultValue: 'ALL' }),
    overrideReasonCode: t.string({
      description: 'A reason code that applies to RELEASE, for a failed rule that can be overridden.',
    }),
    ifVersion: t.int({ description: 'Refuses with STALE_VERSION when the order is not at this version.' }),
  })),
  run: async (args, command) => {
    const facts = await command.order(args.order, releaseNeeds, { ifVersion: args.ifVersion })
    const { policy, overrideReasonCode } = args
    const lines = lineUnits(facts.state, args.lines)
    const change = releaseOrder(facts, { lines, policy, overrideReasonCode }, command.moment)
    return command.commit({ changes: [change] }, { orderId: facts.state.order.id })
  },
})
