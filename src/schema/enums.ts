import { eventTypes } from '#domain/events'
import { type ProblemCode, problemCodes } from '#domain/problems'
import * as vocabulary from '#domain/vocabulary'
import { builder } from './builder.ts'

// The vocabulary as GraphQL enums. Values on the way out may grow: clients show one that they do not know as it is.

export const OrderStatus = builder.enumType('OrderStatus', { values: vocabulary.orderStatuses })
export const CustomerStatus = builder.enumType('CustomerStatus', { values: vocabulary.customerStatuses })
export const PaymentStatus = builder.enumType('PaymentStatus', { values: vocabulary.paymentStatuses })
export const HoldReason = builder.enumType('HoldReason', { values: vocabulary.holdReasons })
export const ShipmentStatus = builder.enumType('ShipmentStatus', { values: vocabulary.shipmentStatuses })
export const TrackingStatus = builder.enumType('TrackingStatus', { values: vocabulary.trackingStatuses })
export const LabelStatus = builder.enumType('LabelStatus', { values: vocabulary.labelStatuses })
export const ExceptionKind = builder.enumType('ExceptionKind', { values: vocabulary.exceptionKinds })
export const ExceptionStatus = builder.enumType('ExceptionStatus', { values: vocabulary.exceptionStatuses })
export const ReferenceKind = builder.enumType('ReferenceKind', { values: vocabulary.referenceKinds })
export const OrderKind = builder.enumType('OrderKind', { values: vocabulary.orderKinds })
export const LineKind = builder.enumType('LineKind', { values: vocabulary.lineKinds })
export const FulfilledBy = builder.enumType('FulfilledBy', { values: vocabulary.fulfillers })
export const DeliveryMethod = builder.enumType('DeliveryMethod', { values: vocabulary.deliveryMethods })
export const AutomationStage = builder.enumType('AutomationStage', { values: vocabulary.automationStages })
export const StatusIntent = builder.enumType('StatusIntent', { values: vocabulary.statusIntents })
export const StockState = builder.enumType('StockState', { values: vocabulary.stockStates })
export const AvailabilityTermKind = builder.enumType('AvailabilityTermKind', {
  values: vocabulary.availabilityTermKinds,
})
export const WarehouseKind = builder.enumType('WarehouseKind', { values: vocabulary.warehouseKinds })
export const CancelReason = builder.enumType('CancelReason', { values: vocabulary.cancelReasons })
export const ReturnStatus = builder.enumType('ReturnStatus', { values: vocabulary.returnStatuses })
export const ReturnOrigin = builder.enumType('ReturnOrigin', { values: vocabulary.returnOrigins })
export const ReturnDisposition = builder.enumType('ReturnDisposition', { values: vocabulary.returnDispositions })
export const RefundStatus = builder.enumType('RefundStatus', { values: vocabulary.refundStatuses })
export const RefundKind = builder.enumType('RefundKind', { values: vocabulary.refundKinds })
export const LedgerAccount = builder.enumType('LedgerAccount', { values: vocabulary.ledgerAccounts })
export const TransactionKind = builder.enumType('TransactionKind', { values: vocabulary.transactionKinds })
export const TransactionStatus = builder.enumType('TransactionStatus', { values: vocabulary.transactionStatuses })
export const CollectedBy = builder.enumType('CollectedBy', { values: vocabulary.collectors })
export const Origin = builder.enumType('Origin', { values: vocabulary.origins })
export const PushFact = builder.enumType('PushFact', { values: vocabulary.pushFacts })
export const PushState = builder.enumType('PushState', { values: vocabulary.pushStates })
export const MessageDirection = builder.enumType('MessageDirection', { values: vocabulary.messageDirections })
export const RiskLevel = builder.enumType('RiskLevel', { values: vocabulary.riskLevels })
export const Weekday = builder.enumType('Weekday', { values: vocabulary.weekdays })
export const ActorKind = builder.enumType('ActorKind', { values: vocabulary.actorKinds })
export const OrderAction = builder.enumType('OrderAction', { values: vocabulary.orderActions })

const codeMeanings: Partial<Record<ProblemCode, string>> = {
  AMBIGUOUS:
    'The name is that of several; `details` lists them by id and number. Name the one that you mean by one of these.',
}
export const UserErrorCode = builder.enumType('UserErrorCode', {
  values: Object.fromEntries(problemCodes.map((code) => [code, { description: codeMeanings[code] }])) as Record<
    ProblemCode,
    { description?: string }
  >,
})

export const EventType = builder.enumType('EventType', { values: eventTypes })
export const CountPrecision = builder.enumType('CountPrecision', { values: ['EXACT', 'ESTIMATE'] as const })
