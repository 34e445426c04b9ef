import type { Draft } from '../order/draft.ts'
import type { PlannedPart } from '../routing/plan-shipments.ts'
import type { ShipmentRow } from '../rows/shipment-rows.ts'
import { shipmentNumber } from '../values/order-number.ts'
import { type HouseFacts, moveStock, shipmentStamp, type UnitsOfLine, unitsForEvent } from './shipments.ts'

/** Shipments of an order are numbered in the order of their making; a withdrawn one keeps its number. */
const nextNumber = (draft: Draft<'shipmentLines' | 'packages'>): string =>
  shipmentNumber(draft.order.number, draft.state.shipments.length + 1)

/** Plans a shipment and allocates its units: open to allocated on the lines, AVAILABLE to COMMITTED in the warehouse. */
export function addPlanned(
  draft: Draft<'shipmentLines' | 'packages'>,
  facts: HouseFacts,
  part: PlannedPart,
  units: UnitsOfLine[],
): ShipmentRow {
  const { now } = draft.moment
  const shipment: ShipmentRow = {
    id: draft.moment.id(),
    orderId: draft.order.id,
    number: nextNumber(draft),
    version: 1,
    origin: 'CROSSDOCK',
    reference: null,
    warehouseId: part.warehouse.id,
    status: 'PLANNED',
    carrier: null,
    service: null,
    shipBy: draft.order.shipBy,
    estimatedDelivery: null,
    shippedAt: null,
    deliveredAt: null,
    createdAt: now,
    updatedAt: now,
    routing: { decidedAt: now, candidates: part.candidates },
    pickListId: null,
  }
  draft.add('shipments', shipment)
  for (const { lineId, quantity } of units) {
    const line = draft.state.lines.find((row) => row.id === lineId)!
    draft.patch('lines', lineId, { open: line.open - quantity, allocated: line.allocated + quantity })
    draft.add('shipmentLines', {
      id: draft.moment.id(),
      orderId: draft.order.id,
      shipmentId: shipment.id,
      orderLineId: lineId,
      quantity,
    })
  }
  moveStock(draft, facts, shipment, units, 'AVAILABLE', 'COMMITTED', 'RELEASE')
  draft.event({
    type: 'SHIPMENT_PLANNED',
    ...shipmentStamp(draft, facts, shipment),
    data: { number: shipment.number, lines: unitsForEvent(draft.state, units) },
  })
  return shipment
}
