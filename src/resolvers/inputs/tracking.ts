import type { Scan } from '#domain/decisions/record-tracking'
import { TRACKING_CALL_LIMIT } from '#domain/decisions/record-tracking'
import { refuse } from '#domain/problems'
import { optionalText } from '#domain/settings/checked'
import { LINE_LIMIT, NOTE_LIMIT, REFERENCE_LIMIT } from '#domain/values/text'
import { builder } from '#schema/builder'
import { TrackingStatus } from '#schema/enums'

export const TrackingEventInput = builder.inputType('TrackingEventInput', {
  description: 'One scan, as the carrier reported it.',
  fields: (t) => ({
    trackingNumber: t.string({ description: 'Which package; may be absent where the shipment has one.' }),
    status: t.field({
      type: TrackingStatus,
      required: true,
      description: 'UNKNOWN for what has no word here: it is shown as received and changes nothing.',
    }),
    carrierStatus: t.string({ description: "The carrier's own word." }),
    occurredAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'When it was scanned, not when it was reported.',
    }),
    location: t.string({ description: 'Where, as the carrier writes it.' }),
    description: t.string({ description: "The carrier's sentence about it." }),
    reference: t.string({
      description: "The carrier's id of the scan. Without it a scan of the same content is the same.",
    }),
  }),
})

export function scansOf(inputs: readonly (typeof TrackingEventInput.$inferInput)[]): Scan[] {
  if (inputs.length > TRACKING_CALL_LIMIT)
    refuse(
      'LIMIT_EXCEEDED',
      `One call takes ${TRACKING_CALL_LIMIT} scans; these are ${inputs.length}. Send them in parts.`,
      ['events'],
    )
  return inputs.map((input, index) => {
    const text = (name: 'trackingNumber' | 'carrierStatus' | 'location' | 'description' | 'reference', limit: number) =>
      optionalText(input[name], null, `The ${name}`, ['events', String(index), name], limit)
    return {
      trackingNumber: text('trackingNumber', REFERENCE_LIMIT),
      status: input.status,
      carrierStatus: text('carrierStatus', LINE_LIMIT),
      occurredAt: new Date(input.occurredAt).toISOString(),
      location: text('location', LINE_LIMIT),
      description: text('description', NOTE_LIMIT),
      reference: text('reference', REFERENCE_LIMIT),
    }
  })
}
