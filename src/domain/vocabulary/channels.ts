// What passes between us and the channels, and who acts.

/** Kinds of channels: those with a connector, files that a person imports, and whatever calls the API itself. */
export const channelKinds = ['custom', 'spreadsheet', 'sandbox'] as const
export type ChannelKind = (typeof channelKinds)[number]

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

/** The stages that do something by now. One that would do nothing is refused, so that nobody relies on it. */
export const workingStages: readonly AutomationStage[] = [
  'ORDER_IMPORT',
  'AUTO_RELEASE',
  'TRACKING_PUSH',
  'CANCELLATION_SYNC',
]

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

export const pushFacts = ['SHIPMENT', 'CANCELLATION', 'REFUND', 'RETURN', 'CAPTURE', 'STOCK', 'MESSAGE'] as const
export type PushFact = (typeof pushFacts)[number]

export const pushStates = ['REQUESTED', 'CONFIRMED', 'REJECTED', 'IN_DOUBT'] as const
export type PushState = (typeof pushStates)[number]

export const messageDirections = ['INBOUND', 'OUTBOUND'] as const
export type MessageDirection = (typeof messageDirections)[number]

export const origins = ['CROSSDOCK', 'CHANNEL'] as const
export type Origin = (typeof origins)[number]

export const actorKinds = ['USER', 'PARTNER', 'CONNECTOR', 'JOB', 'SYSTEM'] as const
export type ActorKind = (typeof actorKinds)[number]
