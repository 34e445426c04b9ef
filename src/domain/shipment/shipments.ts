import type { Draft } from '../order/draft.ts'
import type { OrderFacts, OrderState } from '../order/state.ts'
import type { ShipmentLineRow, ShipmentRow } from '../rows/shipment-rows.ts'
import type { StockState } from '../vocabulary.ts'

/** What moving goods needs to know besides the order. */
export type HouseFacts = Pick<OrderFacts, 'items' | 'warehouses'>

export interface UnitsOfLine {
  lineId: string
  quantity: number
}

export const shipmentLinesOf = (state: Pick<OrderState, 'shipmentLines'>, shipmentId: string): ShipmentLineRow[] =>
  state.shipmentLines.filter((row) => row.shipmentId === shipmentId)

/** The units of a shipment, by order line. */
export const unitsOfShipment = (state: Pick<OrderState, 'shipmentLines'>, shipmentId: string): UnitsOfLine[] =>
  shipmentLinesOf(state, shipmentId).map((row) => ({ lineId: row.orderLineId, quantity: row.quantity }))

export const warehouseKeyOf = (facts: HouseFacts, warehouseId: string | null): string | null =>
  facts.warehouses.find((warehouse) => warehouse.id === warehouseId)?.key ?? null

/** Changes a shipment; its version counts its changes. */
export function patchShipment(draft: Draft<never>, id: string, patch: Partial<ShipmentRow>): ShipmentRow {
  const before = draft.state.shipments.find((row) => row.id === id)!
  const after = { ...before, ...patch, version: before.version + 1, updatedAt: draft.moment.now }
  draft.patch('shipments', id, after)
  return after
}

/** What an event about a shipment names, so that filters on warehouse, carrier and shipment find it. */
export function shipmentStamp(draft: Draft<'packages'>, facts: HouseFacts, shipment: ShipmentRow) {
  const packages = draft.state.packages.filter((row) => row.shipmentId === shipment.id)
  const key = warehouseKeyOf(facts, shipment.warehouseId)
  return {
    shipmentId: shipment.id,
    shipmentStatus: shipment.status,
    warehouseKeys: key === null ? [] : [key],
    carriers: [...new Set([shipment.carrier, ...packages.map((row) => row.carrier)].filter((c) => c !== null))],
  }
}

/** Units as an event lists them: by the line's own reference. */
export const unitsForEvent = (state: Pick<OrderState, 'lines'>, units: UnitsOfLine[]) =>
  units
    .filter((unit) => unit.quantity > 0)
    .map(({ lineId, quantity }) => {
      const line = state.lines.find((row) => row.id === lineId)
      return { line: line?.reference ?? null, sku: line?.sku ?? null, quantity }
    })

/** Moves the stock of these units of a shipment: one movement per item, whatever number of lines take it. */
export function moveStock(
  draft: Draft<never>,
  facts: HouseFacts,
  shipment: ShipmentRow,
  units: UnitsOfLine[],
  from: StockState,
  to: StockState | null,
  reason: string,
): void {
  if (shipment.warehouseId === null) return
  const byItem = new Map<string, number>()
  for (const { lineId, quantity } of units) {
    const item = draft.state.lines.find((row) => row.id === lineId)?.stockItemId
    if (item) byItem.set(item, (byItem.get(item) ?? 0) + quantity)
  }
  for (const [stockItemId, quantity] of [...byItem].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (quantity === 0) continue
    draft.move({
      stockItemId,
      sku: facts.items[stockItemId]!.sku,
      warehouseId: shipment.warehouseId,
      warehouseKey: warehouseKeyOf(facts, shipment.warehouseId) ?? '',
      fromState: from,
      toState: to,
      quantity,
      reason,
      reference: shipment.number,
      shipmentId: shipment.id,
    })
  }
}
