import type { TrackingStatus } from '../vocabulary.ts'
import type { EventOf, EventUnits, ShipmentStamp } from './event-of.ts'

// What happens to a shipment.

interface Numbered {
  number: string
}

/** What a shipment that the channel reported adds. */
interface Reported {
  origin: 'CHANNEL'
  reference: string | null
  lines: EventUnits[]
}

interface Shipped {
  shippedAt: string
  lines: EventUnits[]
  packages: { reference: string; carrier: string | null; trackingNumber: string | null }[]
}

interface Withdrawn extends Numbered {
  reason: string
  whole: boolean
  lines: EventUnits[]
}

interface Packed extends Numbered {
  packages: { reference: string; trackingNumber: string | null; contents: { sku: string; quantity: number }[] }[]
}

interface Tracked extends Numbered {
  scans: {
    package: string
    trackingNumber: string | null
    status: TrackingStatus
    carrierStatus: string | null
    occurredAt: string
  }[]
}

export type NewShipmentEvent = ShipmentStamp &
  (
    | EventOf<'SHIPMENT_PLANNED', Numbered & { lines: EventUnits[] }>
    | EventOf<'SHIPMENT_WITHDRAWN', Withdrawn>
    | EventOf<'PICKING_STARTED', Numbered & { pickList: string; lines: EventUnits[] }>
    | EventOf<'SHIPMENT_PACKED', Packed>
    | EventOf<'SHIPMENT_SHIPPED', Numbered & Shipped>
    | EventOf<'SHIPMENT_SHIPPED' | 'SHIPMENT_DELIVERED', Numbered & Reported>
    | EventOf<'TRACKING_RECORDED', Tracked>
    | EventOf<'SHIPMENT_DELIVERED', Numbered & { deliveredAt: string | null }>
  )
