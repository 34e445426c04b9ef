// What leaves the house, and what comes back.

export const shipmentStatuses = [
  'PLANNED',
  'PICKING',
  'PACKED',
  'LABELLED',
  'SHIPPED',
  'IN_TRANSIT',
  'READY_FOR_PICKUP',
  'OUT_FOR_DELIVERY',
  'DELIVERY_ATTEMPTED',
  'DELIVERED',
  'DELIVERY_FAILED',
  'LOST',
  'RETURNING',
  'RETURNED_TO_SENDER',
  'CANCELLED',
] as const
export type ShipmentStatus = (typeof shipmentStatuses)[number]

export const trackingStatuses = [
  'INFO_RECEIVED',
  'ACCEPTED',
  'IN_TRANSIT',
  'DELAYED',
  'OUT_FOR_DELIVERY',
  'DELIVERY_ATTEMPTED',
  'READY_FOR_PICKUP',
  'DELIVERED',
  'RETURNING',
  'RETURNED_TO_SENDER',
  'LOST',
  'DAMAGED',
  'FAILED',
  'UNKNOWN',
] as const
export type TrackingStatus = (typeof trackingStatuses)[number]

export const labelStatuses = ['NONE', 'REQUESTED', 'PURCHASED', 'IN_DOUBT', 'REJECTED', 'VOIDED'] as const
export type LabelStatus = (typeof labelStatuses)[number]

export const returnStatuses = [
  'REQUESTED',
  'APPROVED',
  'IN_TRANSIT',
  'PARTIALLY_RECEIVED',
  'RECEIVED',
  'CLOSED',
  'DECLINED',
  'CANCELLED',
] as const
export type ReturnStatus = (typeof returnStatuses)[number]

export const returnOrigins = ['CUSTOMER', 'REFUSED', 'UNDELIVERABLE'] as const
export type ReturnOrigin = (typeof returnOrigins)[number]

export const returnDispositions = [
  'RESTOCKED',
  'QUALITY_CONTROL',
  'DAMAGED',
  'NOT_RESTOCKED',
  'WRONG_ITEM',
  'MISSING',
] as const
export type ReturnDisposition = (typeof returnDispositions)[number]
