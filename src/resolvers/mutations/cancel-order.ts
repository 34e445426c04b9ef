import { cancelNeeds, cancelOrder } from '#domain/decisions/cancel-order'
import { sharedAmongParts } from '#domain/intake/line-parts'
import { cancellable } from '#domain/order/status'
import { refuse } from '#domain/problems'
import { optionalText } from '#domain/settings/checked'
import { NOTE_LIMIT, REFERENCE_LIMIT } from '#domain/values/text'
import { builder } from '#schema/builder'
import { CancelReason } from '#schema/enums'
import { OrderPayload } from '#schema/payloads'
import { deferMessage, deferrable } from '../defer-message.ts'
import { LineQuantityInput, OrderKey } from '../inputs/keys.ts'
import { lineUnits } from '../line-units.ts'
import { mutation } from '../mutation.ts'

mutation('cancelOrder', {
  description: `Cancels before dispatch, whole or by line. Stock is given back (what is picked already waits in PUT_AWAY for somebody to put it back), totals and ledger
follow, shipments that hold nothing more are withdrawn. Of an order that is partly dispatched, what has not left is cancelled; what a carrier has is
refused with TOO_LATE_TO_CHANGE and comes back as a return. Each call cancels the units that it names: send \`reference\`, \`@idempotent\` or
\`ifVersion\`, so that a repeated one does not cancel as many again. A connector names the channel's lines, substituted parts included, and may cancel an
order that is not here yet: \`parked\` is true then, and it is applied when the order arrives.`,
  payload: OrderPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    order: t.field({ type: OrderKey, required: true }),
    reason: t.field({ type: CancelReason, required: true }),
    lines: t.field({
      type: [LineQuantityInput],
      description: 'Only these units; everything that has not left where absent.',
    }),
    refund: t.boolean({
      required: true,
      description: 'Whether what was paid for it is due back to the buyer: opens REFUND_DUE with the amount.',
    }),
    reference: t.string({
      description:
        'What the sender calls this cancellation, in a channel its id there. The same reference again changes nothing; kept as a CANCELLATION reference.',
    }),
    note: t.string({ description: 'For the audit trail; shown with customers:read.' }),
    ifVersion: t.int({ description: 'Refuses with STALE_VERSION when the order is not at this version.' }),
  })),
  run: async (args, command) => {
    const { reason, refund } = args
    const note = optionalText(args.note, null, 'The note', ['note'], NOTE_LIMIT)
    const reference = optionalText(args.reference, null, 'The reference', ['reference'], REFERENCE_LIMIT)
    const absent = await deferrable(command, args.order)
    if (absent !== null) {
      const lines = args.lines?.map(({ line, quantity }, index) => ({
        reference: stated(line.reference, index),
        quantity,
      }))
      const { now, actor } = command.moment
      const cancellation = { reason, refund, note, reference, lines: lines ?? null }
      return deferMessage(command, absent, { verb: 'cancelOrder', receivedAt: now, actor, ...cancellation })
    }
    const facts = await command.order(args.order, cancelNeeds, { ifVersion: args.ifVersion, demand: true })
    const named = lineUnits(facts.state, args.lines)
    const ofChannel = named !== null && command.viewer.channelKey !== null
    const lines = ofChannel ? sharedAmongParts(facts.state, named, cancellable) : named
    const change = cancelOrder(facts, { reason, lines, refund, note, reference }, command.moment)
    return command.commit({ changes: [change] }, { orderId: facts.state.order.id })
  },
})

const stated = (reference: string | null | undefined, index: number): string =>
  reference ??
  refuse('NOT_FOUND', 'The order is not here yet, so its lines have no ids: name them by reference.', [
    'lines',
    String(index),
    'line',
  ])
