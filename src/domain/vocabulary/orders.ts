// What an order is, where it stands, and what may be done with it.

export const orderKinds = ['SALE', 'REPLACEMENT', 'EXCHANGE'] as const
export type OrderKind = (typeof orderKinds)[number]

export const orderStatuses = [
  'NEW',
  'READY',
  'RELEASED',
  'PICKING',
  'PACKED',
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'PARTIALLY_DELIVERED',
  'DELIVERED',
  'PARTIALLY_RETURNED',
  'RETURNED',
  'CANCELLED',
] as const
export type OrderStatus = (typeof orderStatuses)[number]

export const customerStatuses = [
  'RECEIVED',
  'PREPARING',
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'READY_FOR_PICKUP',
  'OUT_FOR_DELIVERY',
  'DELIVERY_PROBLEM',
  'PARTIALLY_DELIVERED',
  'DELIVERED',
  'CANCELLED',
  'RETURN_IN_PROGRESS',
  'PARTIALLY_RETURNED',
  'RETURNED',
] as const
export type CustomerStatus = (typeof customerStatuses)[number]

export const lineKinds = ['GOODS', 'DIGITAL', 'GIFT_CARD', 'SERVICE', 'FEE', 'TIP'] as const
export type LineKind = (typeof lineKinds)[number]

export const fulfillers = ['MERCHANT', 'CHANNEL', 'SUPPLIER'] as const
export type FulfilledBy = (typeof fulfillers)[number]

export const deliveryMethods = ['SHIPPING', 'PICKUP', 'LOCAL_DELIVERY', 'DIGITAL'] as const
export type DeliveryMethod = (typeof deliveryMethods)[number]

export const riskLevels = ['LOW', 'MEDIUM', 'HIGH'] as const
export type RiskLevel = (typeof riskLevels)[number]

export const cancelReasons = ['CUSTOMER', 'DECLINED', 'FRAUD', 'INVENTORY', 'STAFF', 'DUPLICATE', 'OTHER'] as const
export type CancelReason = (typeof cancelReasons)[number]

export const orderActions = [
  'VALIDATE',
  'HOLD',
  'RELEASE_HOLD',
  'RELEASE',
  'UNRELEASE',
  'CANCEL',
  'DECIDE_CANCELLATION',
  'DECIDE_CHANGE',
  'EDIT_SHIPPING_ADDRESS',
  'EDIT_CUSTOMER',
  'SUBSTITUTE_ITEM',
  'RECORD_PAYMENT',
  'CAPTURE_PAYMENT',
  'START_PICKING',
  'PACK',
  'PURCHASE_LABEL',
  'SHIP',
  'REROUTE',
  'REQUEST_RETURN',
  'REFUND',
  'CREATE_LINKED_ORDER',
  'CLOSE_AS_DUPLICATE',
] as const
export type OrderAction = (typeof orderActions)[number]
