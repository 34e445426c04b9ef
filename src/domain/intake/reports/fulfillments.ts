import { openCase } from '../../exception/cases.ts'
import type { SnapshotFulfillment } from '../../input/snapshot.ts'
import { type Charges, currentTotals } from '../../order/current-totals.ts'
import type { Draft } from '../../order/draft.ts'
import { addReference, knowsReference } from '../../order/references.ts'
import type { LineRow } from '../../rows/order-rows.ts'
import type { ShipmentRow } from '../../rows/shipment-rows.ts'
import { type HouseFacts, patchShipment, shipmentStamp, type UnitsOfLine } from '../../shipment/shipments.ts'
import { withdrawUnits } from '../../shipment/withdraw.ts'
import { linePartsOf, partsNow } from '../line-parts.ts'
import { addChannelShipment, consumeStock, track, warehouseAt } from './channel-shipment.ts'

const RULE = 'channel-fulfillment'

/** Records each fulfilment that the channel reports, once: an echo of ours, or one made in the channel's own admin. */
export function applyFulfillments(
  draft: Draft,
  facts: HouseFacts,
  reports: readonly SnapshotFulfillment[],
  charges: Charges,
): void {
  for (const report of reports) {
    const recorded = draft.state.shipments.find((s) => s.origin === 'CHANNEL' && s.reference === report.reference)
    if (recorded !== undefined) {
      if (report.trackingNumber !== undefined) track(draft, facts, recorded, report.trackingNumber)
    } else if (isEcho(draft, report)) noteEcho(draft, report.reference)
    else record(draft, facts, report, charges)
  }
}

/** Ours: named by our number or id, by a reference that we know, or by a tracking number of one of our parcels. */
function isEcho(draft: Draft, report: SnapshotFulfillment): boolean {
  if (knowsReference(draft, 'FULFILLMENT', report.reference)) return true
  const ours = draft.state.shipments.filter((shipment) => shipment.origin === 'CROSSDOCK')
  if (ours.some((shipment) => [shipment.id, shipment.number].includes(report.reference))) return true
  const { trackingNumber } = report
  if (trackingNumber === undefined) return false
  return draft.state.packages.some(
    (row) => row.trackingNumber === trackingNumber && ours.some((shipment) => shipment.id === row.shipmentId),
  )
}

function noteEcho(draft: Draft, reference: string): void {
  if (knowsReference(draft, 'FULFILLMENT', reference)) return
  addReference(draft, 'FULFILLMENT', reference)
  if (knowsReference(draft, 'FULFILLMENT', reference))
    draft.event({ type: 'ORDER_UPDATED', changes: [{ field: 'references', before: null, after: reference }] })
}

function record(draft: Draft, facts: HouseFacts, report: SnapshotFulfillment, charges: Charges): void {
  const warehouse = warehouseAt(draft, facts, report.location)
  const goods = new Map<string, number>()
  const revived: UnitsOfLine[] = []
  const missing: { line: string; reported: number; taken: number }[] = []
  const parts = linePartsOf(draft.state)
  for (const { line: reference, quantity } of report.lines) {
    if (!parts.has(reference)) continue
    let left = quantity
    // What is cancelled leaves only when nothing else can have left.
    for (const revive of [false, true])
      for (const line of partsNow(draft, parts, reference)) {
        const taken = take(draft, facts, line, left, revive)
        left -= taken.units
        if (taken.revived > 0) revived.push({ lineId: line.id, quantity: taken.revived })
        if (taken.units > 0 && line.kind === 'GOODS') goods.set(line.id, (goods.get(line.id) ?? 0) + taken.units)
      }
    if (left > 0) missing.push({ line: reference, reported: quantity, taken: quantity - left })
  }
  const units = [...goods].map(([lineId, quantity]) => ({ lineId, quantity }))
  addReference(draft, 'FULFILLMENT', report.reference)
  if (revived.length > 0) draft.set(currentTotals(draft.state.lines, charges, draft.order.taxesIncluded))
  if (units.length > 0) {
    const shipment = addChannelShipment(draft, facts, {
      reference: report.reference,
      status: 'SHIPPED',
      units,
      warehouseId: warehouse?.id ?? null,
      carrier: report.carrier ?? null,
      at: report.shippedAt ?? draft.moment.now,
    })
    if (report.trackingNumber !== undefined) track(draft, facts, shipment, report.trackingNumber)
    consumeStock(draft, facts, shipment, units)
  }
  tell(draft, report, { missing, revived, unknownLocation: report.location !== undefined && warehouse === null })
}

/**
 * Units that the channel shipped, from where they can still be had: open ones, those of a shipment that was only
 * concluded from a status, planned ones, and cancelled ones, because what has left has left. Picked units stay: they lie here.
 */
function take(
  draft: Draft,
  facts: HouseFacts,
  before: LineRow,
  wanted: number,
  revive: boolean,
): { units: number; revived: number } {
  const concluded = takeConcluded(draft, facts, before.id, wanted)
  const planned = Math.min(wanted - concluded - Math.min(wanted - concluded, before.open), before.allocated)
  if (planned > 0) withdrawUnits(draft, facts, [{ lineId: before.id, quantity: planned }], 'open', 'SHIPPED_IN_CHANNEL')
  const line = draft.state.lines.find((row) => row.id === before.id)!
  const open = Math.min(wanted - concluded, line.open)
  const revived = revive ? Math.min(wanted - concluded - open, line.cancelled) : 0
  const gone = line.kind === 'GOODS' ? 'shipped' : 'delivered'
  if (open + revived > 0)
    draft.patch('lines', line.id, {
      open: line.open - open,
      cancelled: line.cancelled - revived,
      [gone]: line[gone] + open + revived,
    })
  return { units: concluded + open + revived, revived }
}

/** A status said "shipped" before the channel said what: now that it says so, the units go over to what it names. */
function takeConcluded(draft: Draft, facts: HouseFacts, lineId: string, wanted: number): number {
  let left = wanted
  for (const shipment of draft.state.shipments.filter(isConcluded)) {
    for (const row of draft.state.shipmentLines.filter((r) => r.shipmentId === shipment.id)) {
      if (row.orderLineId !== lineId || left === 0) continue
      const units = Math.min(left, row.quantity)
      left -= units
      if (units === row.quantity) draft.drop('shipmentLines', row.id)
      else draft.patch('shipmentLines', row.id, { quantity: row.quantity - units })
    }
    if (!draft.state.shipmentLines.some((row) => row.shipmentId === shipment.id)) {
      const after = patchShipment(draft, shipment.id, { status: 'CANCELLED' })
      draft.event({
        type: 'SHIPMENT_WITHDRAWN',
        ...shipmentStamp(draft, facts, after),
        data: { number: after.number, reason: 'REPLACED_BY_REPORT', whole: true, lines: [] },
      })
    }
  }
  return wanted - left
}

/** A shipment that was concluded from a channel's status: the channel never named it. */
export const isConcluded = (shipment: ShipmentRow): boolean =>
  shipment.origin === 'CHANNEL' && shipment.reference === null && shipment.status !== 'CANCELLED'

function tell(
  draft: Draft,
  report: SnapshotFulfillment,
  found: {
    missing: { line: string; reported: number; taken: number }[]
    revived: UnitsOfLine[]
    unknownLocation: boolean
  },
): void {
  const subject = `order:${draft.order.id}:fulfillment:${report.reference}`
  if (found.missing.length > 0)
    openCase(draft, {
      kind: 'CHANNEL_STATE_MISMATCH',
      subject,
      summary: `The channel shipped units in fulfilment ${report.reference} that are picked here, or were never ordered: compare the two.`,
      evidence: { fulfillment: report.reference, lines: found.missing },
      rule: RULE,
    })
  if (found.revived.length > 0)
    openCase(draft, {
      kind: 'CANCELLED_AFTER_DISPATCH',
      summary: 'Units that were cancelled have been shipped all the same: stop the parcel, or expect it back.',
      evidence: {
        lines: found.revived.map(({ lineId, quantity }) => ({ line: referenceOf(draft, lineId), quantity })),
      },
      rule: RULE,
    })
  if (found.unknownLocation)
    openCase(draft, {
      kind: 'STOCK_DISCREPANCY',
      subject,
      summary: `The channel shipped from ${JSON.stringify(report.location)}, which is no warehouse here: take the units out of stock, or name the location in the channel's settings.`,
      evidence: { fulfillment: report.reference, location: report.location },
      rule: RULE,
    })
}

export const referenceOf = (draft: Draft, lineId: string): string | null =>
  draft.state.lines.find((row) => row.id === lineId)?.reference ?? null
