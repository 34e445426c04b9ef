// The shared vocabulary: the only words the product has for these things. The database stores them as text,
// GraphQL prints them as enums, and `Record<…, X>` makes the compiler list what a new word touches.

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

export const paymentStatuses = [
  'PENDING',
  'AUTHORIZED',
  'PARTIALLY_PAID',
  'PAID',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
  'VOIDED',
  'EXPIRED',
  'FAILED',
] as const
export type PaymentStatus = (typeof paymentStatuses)[number]

export const holdReasons = [
  'AWAITING_PAYMENT',
  'PAYMENT_FAILED',
  'HIGH_RISK_OF_FRAUD',
  'INCORRECT_ADDRESS',
  'INVENTORY_OUT_OF_STOCK',
  'AWAITING_RETURN_ITEMS',
  'CANCEL_REQUESTED',
  'UNKNOWN_DELIVERY_DATE',
  'SCHEDULED',
  'EDIT_WINDOW',
  'UNMAPPED_STATUS',
  'UNMAPPED_SKU',
  'UNMAPPED_SERVICE',
  'POSSIBLE_DUPLICATE',
  'TOTAL_MISMATCH',
  'CHANNEL_HOLD',
  'NO_ROUTE',
  'MANUAL',
  'OTHER',
] as const
export type HoldReason = (typeof holdReasons)[number]

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

export const exceptionKinds = [
  'ADDRESS_ISSUE',
  'PAYMENT_ISSUE',
  'PAYMENT_FAILED',
  'AUTHORIZATION_EXPIRING',
  'PAYMENT_DISPUTE',
  'REFUND_DUE',
  'REFUND_REJECTED',
  'FRAUD_REVIEW',
  'STOCK_SHORTAGE',
  'STOCK_DISCREPANCY',
  'SPLIT_SHIPMENT',
  'PARTIAL_REFUND',
  'NO_ROUTE',
  'CUSTOMS_INCOMPLETE',
  'UNMAPPED_STATUS',
  'UNMAPPED_SKU',
  'UNMAPPED_SERVICE',
  'POSSIBLE_DUPLICATE',
  'IMPORT_REJECTED',
  'TOTAL_MISMATCH',
  'ORDER_CHANGED',
  'CANCELLATION_REQUESTED',
  'CANCELLED_AFTER_DISPATCH',
  'LABEL_FAILED',
  'VOID_REFUSED',
  'DELIVERY_FAILED',
  'PARCEL_LOST',
  'NO_SCAN',
  'RETURNED_TO_SENDER',
  'LATE_SHIPMENT',
  'RETURN_DISCREPANCY',
  'CHANNEL_PUSH_REJECTED',
  'CHANNEL_STATE_MISMATCH',
  'CHANNEL_UNAVAILABLE',
  'RECONCILIATION_MISMATCH',
  'MANUAL',
] as const
export type ExceptionKind = (typeof exceptionKinds)[number]

export const exceptionStatuses = ['OPEN', 'IN_PROGRESS', 'RESOLVED'] as const
export type ExceptionStatus = (typeof exceptionStatuses)[number]

export const referenceKinds = [
  'CHANNEL_ORDER',
  'CHANNEL_ORDER_NUMBER',
  'PAYMENT',
  'FULFILLMENT',
  'TRACKING',
  'CANCELLATION',
  'REFUND',
  'RETURN',
  'DISPUTE',
  'CUSTOMER',
  'PURCHASE_ORDER',
  'INVOICE',
  'OTHER',
] as const
export type ReferenceKind = (typeof referenceKinds)[number]

export const orderKinds = ['SALE', 'REPLACEMENT', 'EXCHANGE'] as const
export type OrderKind = (typeof orderKinds)[number]

export const lineKinds = ['GOODS', 'DIGITAL', 'GIFT_CARD', 'SERVICE', 'FEE', 'TIP'] as const
export type LineKind = (typeof lineKinds)[number]

export const fulfillers = ['MERCHANT', 'CHANNEL', 'SUPPLIER'] as const
export type FulfilledBy = (typeof fulfillers)[number]

export const deliveryMethods = ['SHIPPING', 'PICKUP', 'LOCAL_DELIVERY', 'DIGITAL'] as const
export type DeliveryMethod = (typeof deliveryMethods)[number]

export const automationStages = [
  'ORDER_IMPORT',
  'AUTO_RELEASE',
  'PAYMENT_CAPTURE',
  'LABELS',
  'TRACKING_PUSH',
  'STOCK_PUSH',
  'CANCELLATION_SYNC',
  'REFUND_SYNC',
  'RETURN_SYNC',
  'MESSAGE_SYNC',
] as const
export type AutomationStage = (typeof automationStages)[number]

export const statusIntents = [
  'IGNORE',
  'AWAIT_PAYMENT',
  'ACCEPT',
  'HOLD',
  'CANCEL',
  'CANCEL_REQUESTED',
  'PARTIALLY_SHIPPED_ELSEWHERE',
  'SHIPPED_ELSEWHERE',
  'DELIVERED_ELSEWHERE',
  'FULFILLED_BY_CHANNEL',
  'RAISE_EXCEPTION',
] as const
export type StatusIntent = (typeof statusIntents)[number]

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

export const cancelReasons = ['CUSTOMER', 'DECLINED', 'FRAUD', 'INVENTORY', 'STAFF', 'DUPLICATE', 'OTHER'] as const
export type CancelReason = (typeof cancelReasons)[number]

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

export const refundStatuses = ['RECORDED', 'REQUESTED', 'SETTLED', 'REJECTED'] as const
export type RefundStatus = (typeof refundStatuses)[number]

export const refundKinds = ['CANCELLATION', 'RETURN', 'GOODWILL', 'SHIPPING', 'CHARGEBACK', 'OTHER'] as const
export type RefundKind = (typeof refundKinds)[number]

export const ledgerAccounts = [
  'SALE',
  'SHIPPING',
  'TAX',
  'DISCOUNT',
  'TIP',
  'DUTY',
  'CAPTURE',
  'CANCELLATION',
  'REFUND',
  'GOODWILL',
  'CHARGEBACK',
  'FEE',
  'PAYOUT',
  'LABEL_COST',
  'CARRIER_CLAIM',
  'STORE_CREDIT',
  'TRANSFER',
  'FX',
  'ROUNDING',
  'ADJUSTMENT',
] as const
export type LedgerAccount = (typeof ledgerAccounts)[number]

export const transactionKinds = ['AUTHORIZATION', 'CAPTURE', 'VOID', 'REFUND', 'CHARGEBACK'] as const
export type TransactionKind = (typeof transactionKinds)[number]

export const transactionStatuses = ['PENDING', 'SUCCEEDED', 'FAILED'] as const
export type TransactionStatus = (typeof transactionStatuses)[number]

export const collectors = ['MERCHANT', 'CHANNEL'] as const
export type Collector = (typeof collectors)[number]

export const origins = ['CROSSDOCK', 'CHANNEL'] as const
export type Origin = (typeof origins)[number]

export const pushFacts = ['SHIPMENT', 'CANCELLATION', 'REFUND', 'RETURN', 'CAPTURE', 'STOCK', 'MESSAGE'] as const
export type PushFact = (typeof pushFacts)[number]

export const pushStates = ['REQUESTED', 'CONFIRMED', 'REJECTED', 'IN_DOUBT'] as const
export type PushState = (typeof pushStates)[number]

export const messageDirections = ['INBOUND', 'OUTBOUND'] as const
export type MessageDirection = (typeof messageDirections)[number]

export const riskLevels = ['LOW', 'MEDIUM', 'HIGH'] as const
export type RiskLevel = (typeof riskLevels)[number]

export const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const
export type Weekday = (typeof weekdays)[number]

export const actorKinds = ['USER', 'PARTNER', 'CONNECTOR', 'JOB', 'SYSTEM'] as const
export type ActorKind = (typeof actorKinds)[number]

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
