import type {
  CustomerStatus,
  ExceptionKind,
  ExceptionStatus,
  OrderStatus,
  ShipmentStatus,
  StockState,
} from './vocabulary.ts'

/** What can happen, in the past tense. Append only: readers of old events know every word that was ever written. */
export const eventTypes = [
  'ORDER_IMPORTED',
  'ORDER_UPDATED',
  'ORDER_VALIDATED',
  'ORDER_HELD',
  'HOLD_RELEASED',
  'ORDER_RELEASED',
  'ORDER_UNRELEASED',
  'ORDER_CANCELLED',
  'ORDER_STATUS_CHANGED',
  'ORDER_CHANGE_PENDING',
  'ORDER_CHANGE_DECIDED',
  'CANCELLATION_REQUESTED',
  'CANCELLATION_DECIDED',
  'ITEM_SUBSTITUTED',
  'RETURN_RECORDED',
  'PAYMENT_RECORDED',
  'REFUND_RECORDED',
  'MESSAGE_RECORDED',
  'SHIPMENT_PLANNED',
  'SHIPMENT_WITHDRAWN',
  'PICKING_STARTED',
  'SHIPMENT_PACKED',
  'SHIPMENT_SHIPPED',
  'TRACKING_RECORDED',
  'SHIPMENT_DELIVERED',
  'EXCEPTION_OPENED',
  'EXCEPTION_UPDATED',
  'EXCEPTION_ASSIGNED',
  'EXCEPTION_BREACHED',
  'EXCEPTION_RESOLVED',
  'STOCK_MOVED',
  'CHANNEL_SAVED',
  'CHANNEL_PUSH_REQUESTED',
  'CHANNEL_PUSH_ANSWERED',
  'SETTINGS_CHANGED',
] as const
export type EventType = (typeof eventTypes)[number]

/** One changed field. `personal` values never stay in the event: the store keeps them apart, salted and erasable. */
export interface FieldChange {
  field: string
  before: unknown
  after: unknown
  personal?: boolean
}

/** An event as a decision makes it; the store adds id, sequence and the order's statuses. */
export interface NewEvent {
  type: EventType
  reasonCode?: string | null
  changes?: FieldChange[]
  data?: Record<string, unknown>
  orderId?: string | null
  orderNumber?: string | null
  sequence?: number | null
  status?: OrderStatus | null
  previousStatus?: OrderStatus | null
  customerStatus?: CustomerStatus | null
  channelKey?: string | null
  shipmentId?: string | null
  shipmentStatus?: ShipmentStatus | null
  /** Before and after, so that a filter on either sees it. */
  warehouseKeys?: string[]
  carriers?: string[]
  exceptionId?: string | null
  exceptionKind?: ExceptionKind | null
  exceptionStatus?: ExceptionStatus | null
  queues?: string[]
  sku?: string | null
  movementId?: string | null
}

/** Units that go from one state to another in one warehouse; null outside: they came into being, or left. */
export interface NewMovement {
  id: string
  stockItemId: string
  sku: string
  warehouseId: string
  warehouseKey: string
  fromState: StockState | null
  toState: StockState | null
  quantity: number
  reason: string
  reference: string | null
  orderId: string | null
  shipmentId: string | null
  /** When the units really moved, where that is not now: a count found it out later. */
  occurredAt?: string
}
