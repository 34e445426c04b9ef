import { recordTracking, TRACKING_CALL_LIMIT, trackingNeeds } from '#domain/decisions/record-tracking'
import { builder } from '#schema/builder'
import { ShipmentPayload } from '#schema/payloads'
import { NAMESAKES_LIMIT } from '#store/read/order-names'
import { ShipmentKey } from '../inputs/keys.ts'
import { scansOf, TrackingEventInput } from '../inputs/tracking.ts'
import { mutation } from '../mutation.ts'

mutation('recordTracking', {
  description: `Records what a carrier says of a shipment, at most ${TRACKING_CALL_LIMIT} scans. Safe to repeat, and any order of the same scans ends in the same state: the latest by
\`occurredAt\` counts, and "delivered", "lost" and "returned to sender" stand until a scan that corrects them. A scan of a packed shipment means that the
carrier has it. A tracking number that several of the shipments have that you see reaches all of them, at most ${NAMESAKES_LIMIT}. Lost, failed and returned parcels open exceptions, which close when the carrier corrects itself.`,
  payload: ShipmentPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    shipment: t.field({ type: ShipmentKey, required: true }),
    events: t.field({ type: [TrackingEventInput], required: true }),
  })),
  run: async (args, command) => {
    const found = await command.allShipments(args.shipment, trackingNeeds)
    const trackingNumber = args.shipment.trackingNumber ?? null
    const scans = scansOf(args.events).map((scan) => ({
      ...scan,
      trackingNumber: scan.trackingNumber ?? trackingNumber,
    }))
    const changes = found.map(({ facts, shipmentIds }) => recordTracking(facts, shipmentIds, scans, command.moment))
    const shipmentIds = found.flatMap((order) => order.shipmentIds)
    return command.commit({ changes }, { shipmentId: shipmentIds[0]!, shipmentIds })
  },
})
