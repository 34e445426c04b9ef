import type { ShipmentStatus, TrackingStatus } from '#domain/vocabulary'
import { typedDocument } from '../client.ts'
import type { Answer } from './answers.ts'

export interface ShipmentUnderWay {
  status: ShipmentStatus
  carrier: string | null
  packages: {
    trackingNumber: string | null
    trackingEvents: { nodes: { status: TrackingStatus; carrierStatus: string | null; occurredAt: string }[] } | null
  }[]
}

/** A shipment with the latest that is known of its parcels. */
export const shipmentUnderWay = typedDocument<{ node: Partial<ShipmentUnderWay> | null }, { id: string }>(
  'ShipmentUnderWay',
  `query ShipmentUnderWay($id: ID!) { node(id: $id) { ... on Shipment {
    status carrier packages { trackingNumber trackingEvents(first: 100) { nodes { status carrierStatus occurredAt } } }
  } } }`,
)

export interface NewTrackingEvent {
  trackingNumber: string
  status: TrackingStatus
  carrierStatus: string | null
  occurredAt: string
  location: string | null
  description: string | null
  reference: string | null
}

export const recordTracking = typedDocument<{ recordTracking: Answer }, { id: string; events: NewTrackingEvent[] }>(
  'RecordTracking',
  `mutation RecordTracking($id: ID!, $events: [TrackingEventInput!]!) {
    recordTracking(shipment: { id: $id }, events: $events) { userErrors { code message field } }
  }`,
)

export interface ShipmentInHouse {
  id: string
  number: string
  status: ShipmentStatus
  service: string | null
  order: {
    shippingAddress: { postcode: string | null; countryCode: string | null } | null
    holds: { reason: string }[] | null
  } | null
  lines: { orderLine: { stockItem: { sku: string; weightGrams: number | null } | null } | null; quantity: number }[]
  packages: { trackingNumber: string | null }[]
}

/** What a warehouse has to do in one of its steps, a page at a time. */
export const shipmentsInHouse = typedDocument<
  { shipments: { nodes: ShipmentInHouse[] } | null },
  { warehouse: string; status: ShipmentStatus }
>(
  'ShipmentsInHouse',
  `query ShipmentsInHouse($warehouse: String!, $status: ShipmentStatus!) {
    shipments(filter: { warehouses: [$warehouse], statuses: [$status] }, first: 50) { nodes {
      id number status service order { shippingAddress { postcode countryCode } holds { reason } }
      lines { orderLine { stockItem { sku weightGrams } } quantity } packages { trackingNumber }
    } }
  }`,
)

export const startPicking = typedDocument<{ startPicking: Answer }, { shipments: { id: string }[] }>(
  'StartPicking',
  'mutation StartPicking($shipments: [ShipmentKey!]!) { startPicking(shipments: $shipments) { userErrors { code message field } } }',
)

export interface NewPackage {
  reference: string
  weightGrams: number | null
  carrier: string
  trackingNumber: string
}

export const packShipment = typedDocument<{ packShipment: Answer }, { id: string; packages: NewPackage[] }>(
  'PackShipment',
  `mutation PackShipment($id: ID!, $packages: [PackageInput!]) {
    packShipment(shipment: { id: $id }, packages: $packages) { userErrors { code message field } }
  }`,
)

export const shipShipment = typedDocument<{ shipShipment: Answer }, { id: string }>(
  'ShipShipment',
  'mutation ShipShipment($id: ID!) { shipShipment(shipment: { id: $id }) { userErrors { code message field } } }',
)
