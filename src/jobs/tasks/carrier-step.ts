import { z } from 'zod'
import { refusals } from '#api-client/documents/answers'
import {
  type NewTrackingEvent,
  recordTracking,
  type ShipmentUnderWay,
  shipmentUnderWay,
} from '#api-client/documents/shipments'
import { nodeId } from '#api-client/node-id'
import type { TrackedParcel } from '#connectors/carriers/port'
import { task } from '../job.ts'
import { again, done } from '../outcome.ts'

/** Where no further scan is waited for. */
const over = ['DELIVERED', 'LOST', 'RETURNED_TO_SENDER', 'CANCELLED']

/** Asks the carrier where the parcels of a shipment are, records what is new, and comes back until they have arrived. */
export const carrierStepTask = task({
  name: 'carrier-step',
  payload: z.object({ shipmentId: z.string() }),
  async run({ shipmentId }, { api, carrier, pace, signal }) {
    const id = nodeId('Shipment', shipmentId)
    const { node } = await api.execute(shipmentUnderWay, { id })
    if (node?.status === undefined || over.includes(node.status)) return done
    const session = carrier(node.carrier ?? '')
    const numbers = (node.packages ?? []).flatMap(({ trackingNumber }) => trackingNumber ?? [])
    if (session === undefined || numbers.length === 0) return done
    const events = unknownEvents(node.packages ?? [], await session.track(numbers, signal))
    if (events.length > 0) {
      const [refusal] = refusals((await api.execute(recordTracking, { id, events })).recordTracking)
      if (refusal !== undefined) throw new Error(`the tracking could not be recorded: ${refusal.message}`)
    }
    return again(pace.carrierMs)
  },
})

/** Recording a scan twice does no harm; leaving out what is there already saves the write. */
function unknownEvents(packages: ShipmentUnderWay['packages'], parcels: TrackedParcel[]): NewTrackingEvent[] {
  const known = new Set(
    packages.flatMap(({ trackingNumber, trackingEvents }) =>
      (trackingEvents?.nodes ?? []).map(
        (event) => `${trackingNumber} ${event.carrierStatus} ${Date.parse(event.occurredAt)}`,
      ),
    ),
  )
  return parcels.flatMap(({ trackingNumber, events }) =>
    events
      .filter((event) => !known.has(`${trackingNumber} ${event.carrierStatus} ${Date.parse(event.occurredAt)}`))
      .map((event) => ({ trackingNumber, ...event })),
  )
}
