import type { Draft } from '../order/draft.ts'
import { requestPush } from '../order/request-push.ts'
import type { ShipmentRow } from '../rows/shipment-rows.ts'
import { carrierOf } from './packages.ts'
import {
  type HouseFacts,
  moveStock,
  patchShipment,
  shipmentStamp,
  unitsForEvent,
  unitsOfShipment,
} from './shipments.ts'

/**
 * The carrier has it: units go from allocated to shipped, their stock leaves, and the channel is notified where it wants to
 * be. Called once for a shipment, by whoever says it first: we, or the carrier's first scan.
 */
export function dispatch(
  draft: Draft<'shipmentLines' | 'packages' | 'references' | 'pushes'>,
  facts: HouseFacts,
  before: ShipmentRow,
  shippedAt: string,
): ShipmentRow {
  const units = unitsOfShipment(draft.state, before.id)
  for (const { lineId, quantity } of units) {
    const line = draft.state.lines.find((row) => row.id === lineId)!
    draft.patch('lines', lineId, { allocated: line.allocated - quantity, shipped: line.shipped + quantity })
  }
  const shipment = patchShipment(draft, before.id, { status: 'SHIPPED', shippedAt, carrier: carrierOf(draft, before) })
  moveStock(draft, facts, shipment, units, 'PICKED', null, 'SHIP')
  draft.event({
    type: 'SHIPMENT_SHIPPED',
    ...shipmentStamp(draft, facts, shipment),
    data: {
      number: shipment.number,
      shippedAt,
      lines: unitsForEvent(draft.state, units),
      packages: draft.state.packages
        .filter((row) => row.shipmentId === shipment.id)
        .map(({ reference, carrier, trackingNumber }) => ({ reference, carrier, trackingNumber })),
    },
  })
  requestPush(draft, 'SHIPMENT', { type: 'Shipment', id: shipment.id })
  return shipment
}
