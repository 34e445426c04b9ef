import { Refusal } from '#domain/problems'
import { builder } from '#schema/builder'
import { ExceptionKind } from '#schema/enums'
import { ExceptionPayload } from '#schema/payloads'
import { OrderKey, ShipmentKey } from '../inputs/keys.ts'
import { mutation } from '../mutation.ts'
import { raiseCases } from '../raise-cases.ts'

mutation('raiseException', {
  description: `Puts something into the exception queue that a person has to look at; queue, severity and deadline follow from its kind. Saying the same again while
it waits answers with the waiting one. With a channel and a reference it is the same exception for ever: a repeat answers with it, resolved or not.`,
  payload: ExceptionPayload,
  scope: 'exceptions:write',
  args: builder.args((t) => ({
    kind: t.field({ type: ExceptionKind, required: true }),
    summary: t.string({ required: true, description: 'What is wrong, in a sentence. At most 10,000 characters.' }),
    order: t.field({ type: OrderKey }),
    shipment: t.field({ type: ShipmentKey, description: 'Names its order too.' }),
    channel: t.string({ description: "A channel's key." }),
    reference: t.string({ description: 'Your name for this trouble within the channel.' }),
    evidence: t.field({ type: 'JSON', description: 'What somebody needs to see to decide.' }),
  })),
  run: async (args, command) => {
    const channel = args.channel ?? (args.order == null && args.shipment == null ? command.viewer.channelKey : null)
    return raiseCases(command, [{ ...args, channel }], ([result]) => {
      if (result!.userErrors.length > 0) throw new Refusal(...result!.userErrors)
      return { exceptionId: result!.exceptionId }
    })
  },
})
