import { settleCancelled } from '../order/current-totals.ts'
import type { Draft } from '../order/draft.ts'
import { inHouse } from '../order/status.ts'
import type { ShipmentLineRow, ShipmentRow } from '../rows/shipment-rows.ts'
import type { ShipmentStatus } from '../vocabulary.ts'
import { cancelAlong, endCancelled } from './end-cancelled.ts'
import {
  type HouseFacts,
  moveStock,
  patchShipment,
  shipmentLinesOf,
  shipmentStamp,
  type UnitsOfLine,
  unitsForEvent,
} from './shipments.ts'

/** The parts of an order that change when units are withdrawn. */
export type WithdrawalPart = 'shipmentLines' | 'packages' | 'holds' | 'cancellationRequests' | 'exceptions'

export interface Withdrawal {
  withdrawn: UnitsOfLine[]
  /** Units that were requested and cannot be had back: with a carrier, gone, or (to `open`) already picked. */
  tooLate: UnitsOfLine[]
  /** The part of `withdrawn` that had been picked: it lies in PUT_AWAY until somebody puts it back. */
  picked: UnitsOfLine[]
}

/**
 * Takes units back from fulfilment: to `open` (before picking; they may be released again) or to `cancelled` (any time
 * before a carrier has them; open units first, the latest planned shipment next). Gives their stock back, shrinks
 * shipments, withdraws those that hold nothing more, lets totals and ledger follow what was cancelled, and ends holds and
 * cases of an order of which nothing is left.
 */
export function withdrawUnits(
  draft: Draft<WithdrawalPart>,
  facts: HouseFacts,
  lines: UnitsOfLine[],
  to: 'open' | 'cancelled',
  reason: string,
  only: { warehouseId?: string; shipmentId?: string } = {},
): Withdrawal {
  const linesBefore = draft.state.lines
  const result: Withdrawal = { withdrawn: [], tooLate: [], picked: [] }
  const taken = new Map<string, UnitsOfLine[]>()
  draft.state.lines = [...linesBefore]
  for (const { lineId, quantity } of folded(lines)) {
    let left = quantity
    const line = draft.state.lines.find((row) => row.id === lineId)
    if (line === undefined) throw new Error(`order ${draft.order.number} has no line ${lineId}`)
    const fromOpen = to === 'cancelled' && Object.keys(only).length === 0 ? Math.min(left, line.open) : 0
    left -= fromOpen
    let fromShipments = 0
    for (const { shipment, row } of reachable(draft, lineId, to, only)) {
      const units = Math.min(left, row.quantity)
      if (units === 0) continue
      left -= units
      fromShipments += units
      taken.set(shipment.id, [...(taken.get(shipment.id) ?? []), { lineId, quantity: units }])
      if (shipment.status !== 'PLANNED') result.picked.push({ lineId, quantity: units })
    }
    if (left > 0) result.tooLate.push({ lineId, quantity: left })
    if (fromOpen + fromShipments === 0) continue
    result.withdrawn.push({ lineId, quantity: fromOpen + fromShipments })
    draft.patch('lines', lineId, {
      allocated: line.allocated - fromShipments,
      open: to === 'open' ? line.open + fromShipments : line.open - fromOpen,
      cancelled: to === 'cancelled' ? line.cancelled + fromOpen + fromShipments : line.cancelled,
    })
  }
  for (const [shipmentId, units] of taken) takeOut(draft, facts, shipmentId, units, reason)
  if (to === 'cancelled' && result.withdrawn.length > 0) {
    cancelAlong(draft)
    settleCancelled(draft, linesBefore, reason)
    endCancelled(draft)
  }
  return result
}

const folded = (lines: UnitsOfLine[]): UnitsOfLine[] => {
  const byLine = new Map<string, number>()
  for (const { lineId, quantity } of lines) byLine.set(lineId, (byLine.get(lineId) ?? 0) + quantity)
  return [...byLine].map(([lineId, quantity]) => ({ lineId, quantity }))
}

const furthestBack: Partial<Record<ShipmentStatus, number>> = { PLANNED: 0, PICKING: 1, PACKED: 2, LABELLED: 3 }

/** The shipments that a line's units can be had back from, the least advanced and latest first. */
function reachable(
  draft: Draft<WithdrawalPart>,
  lineId: string,
  to: 'open' | 'cancelled',
  only: { warehouseId?: string; shipmentId?: string },
) {
  return draft.state.shipmentLines
    .filter((row) => row.orderLineId === lineId)
    .map((row) => ({ row, shipment: draft.state.shipments.find((s) => s.id === row.shipmentId)! }))
    .filter(({ shipment }) => (to === 'open' ? shipment.status === 'PLANNED' : inHouse.includes(shipment.status)))
    .filter(({ shipment }) => only.warehouseId === undefined || shipment.warehouseId === only.warehouseId)
    .filter(({ shipment }) => only.shipmentId === undefined || shipment.id === only.shipmentId)
    .sort(
      (a, b) =>
        (furthestBack[a.shipment.status] ?? 9) - (furthestBack[b.shipment.status] ?? 9) ||
        byNumberDescending(a.shipment, b.shipment),
    )
}

const byNumberDescending = (a: ShipmentRow, b: ShipmentRow): number =>
  b.number.length - a.number.length || (a.number < b.number ? 1 : -1)

/** A shipment that ends with nothing keeps the lines it had, so that one sees what was withdrawn. */
function takeOut(
  draft: Draft<WithdrawalPart>,
  facts: HouseFacts,
  shipmentId: string,
  units: UnitsOfLine[],
  reason: string,
): void {
  const shipment = draft.state.shipments.find((row) => row.id === shipmentId)!
  const planned = shipment.status === 'PLANNED'
  moveStock(draft, facts, shipment, units, planned ? 'COMMITTED' : 'PICKED', planned ? 'AVAILABLE' : 'PUT_AWAY', reason)
  const rows = shipmentLinesOf(draft.state, shipmentId)
  const left = rows.map((row) => row.quantity - takenOf(units, row))
  const empty = left.every((quantity) => quantity === 0)
  if (!empty) {
    rows.forEach((row, index) => {
      if (left[index] === 0) draft.drop('shipmentLines', row.id)
      else if (left[index] !== row.quantity) draft.patch('shipmentLines', row.id, { quantity: left[index]! })
    })
    unpack(draft, facts, shipmentId, units)
  }
  const after = patchShipment(draft, shipmentId, empty ? { status: 'CANCELLED' } : {})
  draft.event({
    type: 'SHIPMENT_WITHDRAWN',
    ...shipmentStamp(draft, facts, after),
    data: { number: shipment.number, reason, whole: empty, lines: unitsForEvent(draft.state, units) },
  })
}

const takenOf = (units: UnitsOfLine[], row: ShipmentLineRow): number =>
  units.filter((unit) => unit.lineId === row.orderLineId).reduce((total, unit) => total + unit.quantity, 0)

/** Takes units out of the packages that hold them, the last package first. */
function unpack(draft: Draft<WithdrawalPart>, facts: HouseFacts, shipmentId: string, units: UnitsOfLine[]): void {
  for (const { lineId, quantity } of units) {
    const item = draft.state.lines.find((row) => row.id === lineId)?.stockItemId
    const sku = item ? facts.items[item]?.sku : undefined
    let left = quantity
    for (const box of draft.state.packages.filter((row) => row.shipmentId === shipmentId).reverse()) {
      const contents = box.contents.map((content) => {
        const out = content.sku === sku && content.shipmentId === shipmentId ? Math.min(left, content.quantity) : 0
        left -= out
        return out === 0 ? content : { ...content, quantity: content.quantity - out }
      })
      if (contents.some((content, index) => content !== box.contents[index]))
        draft.patch('packages', box.id, { contents: contents.filter((content) => content.quantity > 0) })
    }
  }
}
