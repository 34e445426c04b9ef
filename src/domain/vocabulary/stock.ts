// Where goods are, what of them can be promised, and when they leave.

export const stockStates = [
  'AVAILABLE',
  'COMMITTED',
  'PICKED',
  'PUT_AWAY',
  'DAMAGED',
  'QUALITY_CONTROL',
  'IN_TRANSIT',
  'INCOMING',
] as const
export type StockState = (typeof stockStates)[number]

export const availabilityTermKinds = [
  'ON_HAND',
  'COMMITTED',
  'UNSELLABLE',
  'SAFETY_STOCK',
  'UNRELEASED_DEMAND',
  'RESERVED_FOR_OTHERS',
  'CHANNEL_BUFFER',
  'CHANNEL_CAP',
  'INCOMING',
  'KIT_PARTS',
] as const
export type AvailabilityTermKind = (typeof availabilityTermKinds)[number]

export const warehouseKinds = ['OWN', 'STORE', 'THIRD_PARTY', 'SUPPLIER', 'CHANNEL'] as const
export type WarehouseKind = (typeof warehouseKinds)[number]

export const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const
export type Weekday = (typeof weekdays)[number]
