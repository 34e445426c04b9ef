import type { LabelStatus, Origin, ShipmentStatus, TrackingStatus } from '../vocabulary.ts'

// What is sent, as rows.

export interface RoutingCandidate {
  warehouse: string
  carrier: string | null
  service: string | null
  chosen: boolean
  eliminatedBy: string | null
  score: number | null
  explanation: string
}

export interface ShipmentRow {
  id: string
  orderId: string
  number: string
  version: number
  origin: Origin
  reference: string | null
  warehouseId: string | null
  status: ShipmentStatus
  carrier: string | null
  service: string | null
  shipBy: string | null
  estimatedDelivery: string | null
  shippedAt: string | null
  deliveredAt: string | null
  createdAt: string
  updatedAt: string
  routing: { decidedAt: string; candidates: RoutingCandidate[] } | null
  pickListId: string | null
}

export interface ShipmentLineRow {
  id: string
  orderId: string
  shipmentId: string
  orderLineId: string
  quantity: number
}

export interface PackageRow {
  id: string
  orderId: string
  shipmentId: string
  reference: string
  sscc: string | null
  contents: { shipmentId: string; sku: string; quantity: number; serials: string[]; lots: string[] }[]
  carrier: string | null
  trackingNumber: string | null
  trackingUrl: string | null
  status: TrackingStatus
  label: {
    status: LabelStatus
    url: string | null
    format: string | null
    cost: { amount: number; currencyCode: string } | null
  }
  weightGrams: number | null
  lengthMm: number | null
  widthMm: number | null
  heightMm: number | null
}

export interface TrackingEventRow {
  id: string
  orderId: string
  packageId: string
  status: TrackingStatus
  carrierStatus: string | null
  occurredAt: string
  location: string | null
  description: string | null
  fingerprint: string
}
