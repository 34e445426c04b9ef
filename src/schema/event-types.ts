import type { EventType } from '#domain/events'
import type { EventRow } from '#events/event-row'

export type EventTypeName = 'OrderEvent' | 'ShipmentEvent' | 'ExceptionEvent' | 'StockEvent' | 'ChannelEvent'

/** What each event is mostly about. */
const typeNames: Record<EventType, EventTypeName> = {
  ORDER_IMPORTED: 'OrderEvent',
  ORDER_UPDATED: 'OrderEvent',
  ORDER_VALIDATED: 'OrderEvent',
  ORDER_HELD: 'OrderEvent',
  HOLD_RELEASED: 'OrderEvent',
  ORDER_RELEASED: 'OrderEvent',
  ORDER_UNRELEASED: 'OrderEvent',
  ORDER_CANCELLED: 'OrderEvent',
  ORDER_STATUS_CHANGED: 'OrderEvent',
  ORDER_CHANGE_PENDING: 'OrderEvent',
  ORDER_CHANGE_DECIDED: 'OrderEvent',
  CANCELLATION_REQUESTED: 'OrderEvent',
  CANCELLATION_DECIDED: 'OrderEvent',
  ITEM_SUBSTITUTED: 'OrderEvent',
  RETURN_RECORDED: 'OrderEvent',
  PAYMENT_RECORDED: 'OrderEvent',
  REFUND_RECORDED: 'OrderEvent',
  MESSAGE_RECORDED: 'OrderEvent',
  SHIPMENT_PLANNED: 'ShipmentEvent',
  SHIPMENT_WITHDRAWN: 'ShipmentEvent',
  PICKING_STARTED: 'ShipmentEvent',
  SHIPMENT_PACKED: 'ShipmentEvent',
  SHIPMENT_SHIPPED: 'ShipmentEvent',
  TRACKING_RECORDED: 'ShipmentEvent',
  SHIPMENT_DELIVERED: 'ShipmentEvent',
  EXCEPTION_OPENED: 'ExceptionEvent',
  EXCEPTION_UPDATED: 'ExceptionEvent',
  EXCEPTION_ASSIGNED: 'ExceptionEvent',
  EXCEPTION_BREACHED: 'ExceptionEvent',
  EXCEPTION_RESOLVED: 'ExceptionEvent',
  STOCK_MOVED: 'StockEvent',
  CHANNEL_SAVED: 'ChannelEvent',
  CHANNEL_PUSH_REQUESTED: 'ChannelEvent',
  CHANNEL_PUSH_ANSWERED: 'ChannelEvent',
  SETTINGS_CHANGED: 'ChannelEvent',
  ORDER_SNAPSHOT: 'OrderEvent',
}

/** The GraphQL type that shows an event. */
export const typeNameOf = ({ type, sku }: Pick<EventRow, 'type' | 'sku'>): EventTypeName =>
  type === 'SETTINGS_CHANGED' && sku !== null ? 'StockEvent' : typeNames[type]
