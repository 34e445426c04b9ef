import { openCase } from '../../exception/cases.ts'
import type { Draft } from '../../order/draft.ts'
import type { WarehouseFacts } from '../../order/state.ts'
import { takesStock } from '../../order/status.ts'
import type { ShipmentRow } from '../../rows/shipment-rows.ts'
import { packageFor } from '../../shipment/package-for.ts'
import { noteTracking } from '../../shipment/packages.ts'
import { type HouseFacts, shipmentStamp, type UnitsOfLine, unitsForEvent } from '../../shipment/shipments.ts'
import { shipmentNumber } from '../../values/order-number.ts'

export interface ChannelShipment {
  reference: string | null
  status: 'SHIPPED' | 'DELIVERED'
  units: UnitsOfLine[]
  warehouseId: string | null
  carrier: string | null
  at: string
}

/** A shipment that the channel reported: sent from its own admin, past our picking. Its units were counted by the caller. */
export function addChannelShipment(draft: Draft, facts: HouseFacts, wanted: ChannelShipment): ShipmentRow {
  const { now } = draft.moment
  const delivered = wanted.status === 'DELIVERED'
  const shipment: ShipmentRow = {
    id: draft.moment.id(),
    orderId: draft.order.id,
    number: shipmentNumber(draft.order.number, draft.state.shipments.length + 1),
    version: 1,
    origin: 'CHANNEL',
    reference: wanted.reference,
    warehouseId: wanted.warehouseId,
    status: wanted.status,
    carrier: wanted.carrier,
    service: null,
    shipBy: null,
    estimatedDelivery: null,
    shippedAt: wanted.at,
    deliveredAt: delivered ? wanted.at : null,
    createdAt: now,
    updatedAt: now,
    routing: null,
    pickListId: null,
  }
  draft.add('shipments', shipment)
  for (const { lineId, quantity } of wanted.units)
    draft.add('shipmentLines', {
      id: draft.moment.id(),
      orderId: draft.order.id,
      shipmentId: shipment.id,
      orderLineId: lineId,
      quantity,
    })
  draft.event({
    type: delivered ? 'SHIPMENT_DELIVERED' : 'SHIPMENT_SHIPPED',
    ...shipmentStamp(draft, facts, shipment),
    data: {
      number: shipment.number,
      origin: 'CHANNEL',
      reference: wanted.reference,
      // A shop's history comes with hundreds of lines an order; its lines say the same.
      lines: draft.before === null ? [] : unitsForEvent(draft.state, wanted.units),
    },
  })
  return shipment
}

/** The warehouse that a channel's location means: by the channel's setting `locations`, else a warehouse's key or name. */
export function warehouseAt(draft: Draft, facts: HouseFacts, location: string | undefined): WarehouseFacts | null {
  if (location === undefined) return null
  const wanted = (draft.channel.settings.locations?.[location] ?? location).toLowerCase()
  return facts.warehouses.find((w) => w.key.toLowerCase() === wanted || w.name.toLowerCase() === wanted) ?? null
}

/** Gives a reported shipment its parcel, so that a carrier's scans find it. */
export function track(draft: Draft, facts: HouseFacts, shipment: ShipmentRow, trackingNumber: string): void {
  const known = draft.state.packages.some((row) => row.trackingNumber === trackingNumber)
  if (known) return
  const packages = draft.state.packages.filter((row) => row.shipmentId === shipment.id)
  if (packages.length > 1 || (packages.length === 1 && packages[0]!.trackingNumber !== null)) return
  noteTracking(draft, packageFor(draft, facts, shipment, trackingNumber, ['fulfillments']))
  if (draft.before?.shipments.some((row) => row.id === shipment.id))
    draft.event({
      type: 'ORDER_UPDATED',
      ...shipmentStamp(draft, facts, shipment),
      changes: [{ field: `shipments.${shipment.number}.trackingNumber`, before: null, after: trackingNumber }],
    })
}

/**
 * What the channel shipped is gone from the warehouse it names: it leaves our stock, once. Where we count fewer than it
 * shipped, what there is leaves, and somebody counts.
 */
export function consumeStock(draft: Draft, facts: HouseFacts, shipment: ShipmentRow, units: UnitsOfLine[]): void {
  const warehouse = facts.warehouses.find((row) => row.id === shipment.warehouseId)
  if (warehouse === undefined) return
  const wanted = new Map<string, number>()
  for (const { lineId, quantity } of units) {
    const line = draft.state.lines.find((row) => row.id === lineId)
    if (line?.stockItemId && takesStock(line))
      wanted.set(line.stockItemId, (wanted.get(line.stockItemId) ?? 0) + quantity)
  }
  const short: { sku: string; shipped: number; counted: number }[] = []
  for (const [stockItemId, quantity] of [...wanted].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const item = facts.items[stockItemId]
    if (item === undefined) continue
    const level = item.levels.find((row) => row.warehouseId === warehouse.id)
    const there = Math.max(0, (level?.available ?? 0) + draft.moved(stockItemId, warehouse.id, 'AVAILABLE'))
    const taken = Math.min(there, quantity)
    if (taken > 0)
      draft.move({
        stockItemId,
        sku: item.sku,
        warehouseId: warehouse.id,
        warehouseKey: warehouse.key,
        fromState: 'AVAILABLE',
        toState: null,
        quantity: taken,
        reason: 'SHIPPED_IN_CHANNEL',
        reference: shipment.reference,
        shipmentId: shipment.id,
      })
    if (taken < quantity) short.push({ sku: item.sku, shipped: quantity, counted: there })
  }
  if (short.length > 0)
    openCase(draft, {
      kind: 'STOCK_DISCREPANCY',
      subject: `shipment:${shipment.id}`,
      summary: `The channel shipped more from ${warehouse.key} than is counted there: count ${short.map((s) => s.sku).join(', ')}.`,
      evidence: { warehouse: warehouse.key, items: short },
      rule: 'channel-shipment',
      shipmentId: shipment.id,
    })
}
