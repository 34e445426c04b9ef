import type { TrackingEventRow } from '../rows/shipment-rows.ts'
import type { ShipmentStatus, TrackingStatus } from '../vocabulary.ts'

/** What a status of a parcel means for what holds it. */
interface Meaning {
  /** Of two scans of the same second, the one that says more counts. */
  rank: number
  /** Whether it can only be said of a parcel that the carrier has. */
  withCarrier: boolean
  /** What a shipment of such parcels is; null: it says nothing of that. */
  shipment: ShipmentStatus | null
  /** Set for a state that stays, whatever routine scan comes later: only these later statuses correct it. */
  correctedBy?: readonly TrackingStatus[]
}

/** The shared tracking vocabulary as one table. UNKNOWN and INFO_RECEIVED move nothing. */
export const trackingMeaning: Record<TrackingStatus, Meaning> = {
  UNKNOWN: { rank: 0, withCarrier: false, shipment: null },
  INFO_RECEIVED: { rank: 1, withCarrier: false, shipment: null },
  ACCEPTED: { rank: 2, withCarrier: true, shipment: 'SHIPPED' },
  IN_TRANSIT: { rank: 3, withCarrier: true, shipment: 'IN_TRANSIT' },
  DELAYED: { rank: 4, withCarrier: true, shipment: 'IN_TRANSIT' },
  OUT_FOR_DELIVERY: { rank: 5, withCarrier: true, shipment: 'OUT_FOR_DELIVERY' },
  DELIVERY_ATTEMPTED: { rank: 6, withCarrier: true, shipment: 'DELIVERY_ATTEMPTED' },
  READY_FOR_PICKUP: { rank: 7, withCarrier: true, shipment: 'READY_FOR_PICKUP' },
  DAMAGED: { rank: 8, withCarrier: true, shipment: 'DELIVERY_FAILED' },
  FAILED: { rank: 9, withCarrier: true, shipment: 'DELIVERY_FAILED' },
  RETURNING: { rank: 10, withCarrier: true, shipment: 'RETURNING' },
  // A parcel that was lost is found by the next scan that saw it.
  LOST: {
    rank: 11,
    withCarrier: true,
    shipment: 'LOST',
    correctedBy: [
      'ACCEPTED',
      'IN_TRANSIT',
      'OUT_FOR_DELIVERY',
      'DELIVERY_ATTEMPTED',
      'READY_FOR_PICKUP',
      'DAMAGED',
      'RETURNING',
      'RETURNED_TO_SENDER',
      'DELIVERED',
    ],
  },
  DELIVERED: {
    rank: 12,
    withCarrier: true,
    shipment: 'DELIVERED',
    correctedBy: ['RETURNING', 'RETURNED_TO_SENDER', 'LOST'],
  },
  // The last word: carriers call the hand-over to the sender "delivered" too.
  RETURNED_TO_SENDER: { rank: 13, withCarrier: true, shipment: 'RETURNED_TO_SENDER', correctedBy: [] },
}

export interface TrackingPosition {
  status: TrackingStatus
  /** When it came to be so; null where nothing is known. */
  since: string | null
  /** The first scan by which the carrier has it; null while none came. */
  firstScan: string | null
}

type Scan = Pick<TrackingEventRow, 'status' | 'occurredAt' | 'fingerprint'>

/** Where a parcel stands, from all its scans: the same for any order and any repetition of the same scans. */
export function foldTracking(scans: readonly Scan[]): TrackingPosition {
  const position: TrackingPosition = { status: 'UNKNOWN', since: null, firstScan: null }
  for (const scan of [...scans].sort(inTime)) {
    const { withCarrier } = trackingMeaning[scan.status]
    if (withCarrier) position.firstScan ??= scan.occurredAt
    if (scan.status === 'UNKNOWN' || scan.status === position.status) continue
    if (!withCarrier && position.firstScan !== null) continue
    const { correctedBy } = trackingMeaning[position.status]
    if (correctedBy !== undefined && !correctedBy.includes(scan.status)) continue
    position.status = scan.status
    position.since = scan.occurredAt
  }
  return position
}

const inTime = (a: Scan, b: Scan): number =>
  Date.parse(a.occurredAt) - Date.parse(b.occurredAt) ||
  trackingMeaning[a.status].rank - trackingMeaning[b.status].rank ||
  (a.fingerprint < b.fingerprint ? -1 : 1)

/** How far a shipment on its way has come; of several parcels the least advanced says it. */
const advance: readonly ShipmentStatus[] = [
  'SHIPPED',
  'IN_TRANSIT',
  'OUT_FOR_DELIVERY',
  'DELIVERY_ATTEMPTED',
  'READY_FOR_PICKUP',
]

/** What a shipment is, from its parcels: trouble first, then the one that has least far come, then how it ended. */
export function shipmentStatusOf(parcels: readonly TrackingStatus[]): ShipmentStatus {
  const statuses = parcels.map((status) => trackingMeaning[status].shipment ?? 'SHIPPED')
  const trouble = (['DELIVERY_FAILED', 'RETURNING'] as const).find((status) => statuses.includes(status))
  if (trouble !== undefined) return trouble
  const underway = advance.find((status) => statuses.includes(status))
  if (underway !== undefined) return underway
  return (['LOST', 'RETURNED_TO_SENDER'] as const).find((status) => statuses.includes(status)) ?? 'DELIVERED'
}
