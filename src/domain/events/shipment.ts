import type { TrackingStatus } from '../vocabulary.ts'
import type { ShipmentStamp, Told, ToldUnits } from './told.ts'

// What happens to a shipment.

interface Numbered {
  number: string
}

/** What a shipment that the channel reported adds. */
interface Reported {
  origin: 'CHANNEL'
  reference: string | null
  lines: ToldUnits[]
}

interface Shipped {
  shippedAt: string
  lines: ToldUnits[]
  packages: { reference: string; carrier: string | null; trackingNumber: string | null }[]
}

interface Withdrawn extends Numbered {
  reason: string
  whole: boolean
  lines: ToldUnits[]
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

export type ShipmentTold = ShipmentStamp &
  (
    | Told<'SHIPMENT_PLANNED', Numbered & { lines: ToldUnits[] }>
    | Told<'SHIPMENT_WITHDRAWN', Withdrawn>
    | Told<'PICKING_STARTED', Numbered & { pickList: string; lines: ToldUnits[] }>
    | Told<'SHIPMENT_PACKED', Packed>
    | Told<'SHIPMENT_SHIPPED', Numbered & Shipped>
    | Told<'SHIPMENT_SHIPPED' | 'SHIPMENT_DELIVERED', Numbered & Reported>
    | Told<'TRACKING_RECORDED', Tracked>
    | Told<'SHIPMENT_DELIVERED', Numbered & { deliveredAt: string | null }>
  )
