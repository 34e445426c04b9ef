import { builder } from '#schema/builder'
import { ExceptionKind } from '#schema/enums'
import { OrderKey, ShipmentKey } from './keys.ts'

export const ExceptionInput = builder.inputType('ExceptionInput', {
  description: 'Something that a person has to look at.',
  fields: (t) => ({
    kind: t.field({ type: ExceptionKind, required: true }),
    summary: t.string({ required: true, description: 'What is wrong, in a sentence. At most 10,000 characters.' }),
    order: t.field({ type: OrderKey }),
    shipment: t.field({ type: ShipmentKey, description: 'Names its order too.' }),
    channel: t.string({ description: "A channel's key. That of the order, where an order is named." }),
    reference: t.string({
      description:
        'Your name for this trouble within the channel: the same (kind, channel, reference) is the same exception for ever, resolved or not.',
    }),
    evidence: t.field({
      type: 'JSON',
      description: 'What somebody needs to see to decide. At most 100,000 characters.',
    }),
  }),
})
