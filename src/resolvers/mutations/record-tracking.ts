import { recordTracking, TRACKING_CALL_LIMIT } from '#domain/decisions/record-tracking'
import { builder } from '#schema/builder'
import { ShipmentPayload } from '#schema/payloads'
import { ShipmentKey } from '../inputs/keys.ts'
import { scansOf, TrackingEventInput } from '../inputs/tracking.ts'
import { verb } from '../verb.ts'

verb('recordTracking', {
  description: `Records what a carrier says of a shipment, at most ${TRACKING_CALL_LIMIT} scans. Safe to repeat, and any order of the same scans ends in the same state: the latest by
\`occurredAt\` counts, and "delivered", "lost" and "returned to sender" stand until a scan that corrects them. A scan of a packed shipment means that the
carrier has it. Lost, failed and returned parcels open exceptions, which close when the carrier corrects itself.`,
  payload: ShipmentPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    shipment: t.field({ type: ShipmentKey, required: true }),
    events: t.field({ type: [TrackingEventInput], required: true }),
  })),
  run: async (args, act) => {
    const { facts, shipmentId } = await act.shipment(args.shipment)
    const change = recordTracking(facts, shipmentId, scansOf(args.events), act.moment)
    return act.commit({ changes: [change] }, { shipmentId })
  },
})
