import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts } from '../order/state.ts'
import { inHouse } from '../order/status.ts'
import { problem, Refusal, refuse } from '../problems.ts'
import type { PackageRow, ShipmentRow, TrackingEventRow } from '../rows/shipment-rows.ts'
import { dispatch } from '../shipment/dispatch.ts'
import { foldTracking, shipmentStatusOf, type TrackingPosition } from '../shipment/fold-tracking.ts'
import { packageFor } from '../shipment/package-for.ts'
import { noteTracking } from '../shipment/packages.ts'
import { patchShipment, shipmentStamp } from '../shipment/shipments.ts'
import { raiseDeliveryTrouble } from '../shipment/trouble.ts'
import { applySpread, spreadOf } from '../shipment/unit-outcome.ts'
import { digest } from '../values/text.ts'
import type { TrackingStatus } from '../vocabulary.ts'

export const trackingNeeds = needs('shipmentLines', 'packages', 'trackingEvents', 'references', 'exceptions', 'pushes')
type Part = Named<typeof trackingNeeds>

/** Scans in one call. */
export const TRACKING_CALL_LIMIT = 200
/** Scans kept of one package; a real one has some dozens. */
export const TRACKING_EVENTS_LIMIT = 1_000
/** How far a carrier's clock may be ahead of ours before what it says cannot be put in order. */
export const CLOCK_TOLERANCE_MS = 24 * 60 * 60 * 1_000

export interface Scan {
  trackingNumber?: string | null
  status: TrackingStatus
  carrierStatus?: string | null
  occurredAt: string
  location?: string | null
  description?: string | null
  /** The carrier's own id of the event: a repeat is the same event. */
  reference?: string | null
}

/**
 * Records what a carrier says of shipments of one order. Repeats change nothing, and any order of the same scans ends in the same state. A scan of a
 * packed shipment means that the carrier has it.
 */
export function recordTracking(
  facts: OrderFacts<Part>,
  shipmentIds: readonly string[],
  scans: Scan[],
  moment: Moment,
): Change<Part> {
  const draft = Draft.edit(facts, moment)
  for (const shipmentId of shipmentIds) recordScans(draft, facts, shipmentId, scans)
  return draft.finish()
}

function recordScans(draft: Draft<Part>, facts: OrderFacts<Part>, shipmentId: string, scans: Scan[]): void {
  const before = facts.state.shipments.find((row) => row.id === shipmentId)!
  if (before.status === 'PLANNED' || before.status === 'PICKING')
    refuse(
      'INVALID_TRANSITION',
      `Shipment ${before.number} is ${before.status}, so no carrier can have scanned it; pack it first, or check the number.`,
      ['shipment'],
    )
  const recorded = scans.flatMap((scan, index) => recordScan(draft, facts, before, scan, index) ?? [])
  if (recorded.length === 0) return
  const packages = draft.state.packages.filter((row) => row.shipmentId === shipmentId)
  const positions = positionsOf(draft.state.trackingEvents, before, packages)
  const moved = packages.map((row) => ({ ...row, status: positions.get(row.id)!.status }))
  const shipment = before.status === 'CANCELLED' ? before : moveShipment(draft, facts, before, moved, positions)
  for (const row of packages) draft.patch('packages', row.id, { status: positions.get(row.id)!.status })
  raiseDeliveryTrouble(draft, shipment)
  draft.event({
    type: 'TRACKING_RECORDED',
    ...shipmentStamp(draft, facts, shipment),
    data: {
      number: shipment.number,
      scans: recorded.map(({ row, scan }) => ({
        package: row.reference,
        trackingNumber: row.trackingNumber,
        status: scan.status,
        carrierStatus: scan.carrierStatus,
        occurredAt: scan.occurredAt,
      })),
    },
  })
  if (shipment.status === 'DELIVERED' && before.status !== 'DELIVERED')
    draft.event({
      type: 'SHIPMENT_DELIVERED',
      ...shipmentStamp(draft, facts, shipment),
      data: { number: shipment.number, deliveredAt: shipment.deliveredAt },
    })
}

function recordScan(
  draft: Draft<Part>,
  facts: OrderFacts<Part>,
  shipment: ShipmentRow,
  scan: Scan,
  index: number,
): { row: PackageRow; scan: TrackingEventRow } | null {
  const field = ['events', String(index)]
  if (Date.parse(scan.occurredAt) > Date.parse(draft.moment.now) + CLOCK_TOLERANCE_MS)
    throw new Refusal(
      problem('INVALID_INPUT', `The scan of ${scan.occurredAt} lies in the future; check the carrier's time zone.`, [
        ...field,
        'occurredAt',
      ]),
    )
  const row = packageFor(draft, facts, shipment, scan.trackingNumber ?? null, field)
  const known = draft.state.trackingEvents.filter((event) => event.packageId === row.id)
  const fingerprint =
    scan.reference ?? digest({ ...contentOf(scan), occurredAt: new Date(scan.occurredAt).toISOString() })
  if (known.some((event) => event.fingerprint === fingerprint)) return null
  if (known.length >= TRACKING_EVENTS_LIMIT)
    throw new Refusal(
      problem('LIMIT_EXCEEDED', `Package ${row.reference} has ${known.length} scans; no more are kept.`, field),
    )
  const event: TrackingEventRow = {
    id: draft.moment.id(),
    orderId: draft.order.id,
    packageId: row.id,
    ...contentOf(scan),
    occurredAt: scan.occurredAt,
    fingerprint,
  }
  draft.add('trackingEvents', event)
  noteTracking(draft, row)
  return { row, scan: event }
}

const contentOf = (scan: Scan) => ({
  status: scan.status,
  carrierStatus: scan.carrierStatus ?? null,
  location: scan.location ?? null,
  description: scan.description ?? null,
})

/** Where each parcel stands. That the channel said "delivered" counts as one more scan. */
function positionsOf(
  scans: readonly TrackingEventRow[],
  shipment: ShipmentRow,
  packages: readonly PackageRow[],
): Map<string, TrackingPosition> {
  const { origin, deliveredAt } = shipment
  const recorded =
    origin === 'CHANNEL' && deliveredAt !== null
      ? [{ status: 'DELIVERED' as const, occurredAt: deliveredAt, fingerprint: '' }]
      : []
  return new Map(
    packages.map((row) => [row.id, foldTracking([...recorded, ...scans.filter((scan) => scan.packageId === row.id)])]),
  )
}

/** Units and shipment follow the parcels. */
function moveShipment(
  draft: Draft<Part>,
  facts: OrderFacts<Part>,
  before: ShipmentRow,
  packages: PackageRow[],
  positions: Map<string, TrackingPosition>,
): ShipmentRow {
  const scans = [...positions.values()].flatMap(({ firstScan }) => firstScan ?? [])
  if (scans.length === 0) return before
  const shipment = inHouse.includes(before.status) ? dispatch(draft, facts, before, earliest(scans)!) : before
  const known = positionsOf(facts.state.trackingEvents, before, packages)
  const current = packages.map((row) => ({ ...row, status: known.get(row.id)!.status }))
  applySpread(
    draft,
    spreadOf(draft.state, facts, shipment.id, current),
    spreadOf(draft.state, facts, shipment.id, packages),
  )
  const status = shipmentStatusOf(packages.map((row) => row.status))
  const deliveries = [...positions.values()].filter((p) => p.status === 'DELIVERED').map((p) => p.since!)
  return patchShipment(draft, shipment.id, {
    status,
    shippedAt: earliest([...scans, ...(shipment.shippedAt === null ? [] : [shipment.shippedAt])]),
    deliveredAt: status === 'DELIVERED' ? latest(deliveries) : null,
  })
}

const earliest = (instants: string[]): string | null =>
  instants.length === 0 ? null : new Date(Math.min(...instants.map((at) => Date.parse(at)))).toISOString()

const latest = (instants: string[]): string | null =>
  instants.length === 0 ? null : new Date(Math.max(...instants.map((at) => Date.parse(at)))).toISOString()
