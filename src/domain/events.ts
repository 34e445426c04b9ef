import type { OrderStamp } from './events/event-of.ts'
import type { NewCaseEvent } from './events/exception.ts'
import type { NewOrderEvent as OwnEvent } from './events/order.ts'
import type { NewChannelEvent, NewPushEvent, NewSettingsEvent } from './events/settings.ts'
import type { NewShipmentEvent } from './events/shipment.ts'
import type { NewStockEvent } from './events/stock.ts'

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
  'ORDER_SNAPSHOT',
] as const
export type EventType = (typeof eventTypes)[number]

/** What a decision about an order may record of it; `Draft.finish` stamps it with the order's position and statuses. */
export type NewOrderEvent = OwnEvent | NewShipmentEvent | NewPushEvent | NewCaseEvent
export type OrderEvent = NewOrderEvent & OrderStamp

/** An event as a decision makes it: no field that its type does not have. The store adds id, time and actor. */
export type NewEvent = OrderEvent | NewCaseEvent | NewStockEvent | NewChannelEvent | NewSettingsEvent

/** What can be recorded under one type. */
export type ShapeOf<Type extends EventType> = ShapeIn<
  | ((OwnEvent | NewShipmentEvent | NewPushEvent) & OrderStamp)
  | NewCaseEvent
  | NewStockEvent
  | NewChannelEvent
  | NewSettingsEvent,
  Type
>
type ShapeIn<Shape, Type> = Shape extends { type: infer Own } ? (Type extends Own ? Shape : never) : never

export type { FieldChange } from './events/event-of.ts'
export { movedEvent, type NewMovement } from './events/stock.ts'
