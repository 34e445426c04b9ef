import { addBusinessMinutes, type BusinessCalendar } from '../time/business-hours.ts'
import type { ExceptionKind } from '../vocabulary.ts'

/** The teams that troubled orders wait for. */
export const exceptionQueues = [
  'orders',
  'payments',
  'fraud',
  'addresses',
  'stock',
  'fulfilment',
  'returns',
  'channels',
  'customer-care',
] as const
export type ExceptionQueue = (typeof exceptionQueues)[number]

/** Whose it is, how bad (1 is worst, 4 mildest), and how much working time it may wait. */
export type ExceptionPolicy = { queue: ExceptionQueue; severity: 1 | 2 | 3 | 4; workingMinutes: number }

const HOUR = 60
/** A working day of the default calendar. */
const DAY = 8.5 * HOUR

const policy = (queue: ExceptionQueue, severity: 1 | 2 | 3 | 4, workingMinutes: number): ExceptionPolicy => ({
  queue,
  severity,
  workingMinutes,
})

/**
 * Severity 1: money or goods are being lost, or a channel is silent. 2: an order misses its promise unless somebody acts
 * today. 3: an order waits, its promise is not yet at risk. 4: books to be put right.
 */
export const exceptionPolicies: Record<ExceptionKind, ExceptionPolicy> = {
  ADDRESS_ISSUE: policy('addresses', 2, 4 * HOUR),
  PAYMENT_ISSUE: policy('payments', 3, DAY),
  PAYMENT_FAILED: policy('payments', 3, DAY),
  AUTHORIZATION_EXPIRING: policy('payments', 2, 4 * HOUR),
  PAYMENT_DISPUTE: policy('payments', 2, DAY),
  REFUND_DUE: policy('payments', 3, DAY),
  REFUND_REJECTED: policy('payments', 2, 4 * HOUR),
  FRAUD_REVIEW: policy('fraud', 1, 2 * HOUR),
  STOCK_SHORTAGE: policy('stock', 2, 4 * HOUR),
  STOCK_DISCREPANCY: policy('stock', 3, DAY),
  SPLIT_SHIPMENT: policy('fulfilment', 3, DAY),
  PARTIAL_REFUND: policy('payments', 3, DAY),
  NO_ROUTE: policy('fulfilment', 2, 4 * HOUR),
  CUSTOMS_INCOMPLETE: policy('fulfilment', 2, 4 * HOUR),
  UNMAPPED_STATUS: policy('channels', 2, 4 * HOUR),
  UNMAPPED_SKU: policy('stock', 2, 4 * HOUR),
  UNMAPPED_SERVICE: policy('fulfilment', 2, 4 * HOUR),
  POSSIBLE_DUPLICATE: policy('orders', 2, 2 * HOUR),
  IMPORT_REJECTED: policy('channels', 2, 4 * HOUR),
  TOTAL_MISMATCH: policy('orders', 3, DAY),
  ORDER_CHANGED: policy('orders', 2, 2 * HOUR),
  CANCELLATION_REQUESTED: policy('customer-care', 1, HOUR),
  CANCELLED_AFTER_DISPATCH: policy('customer-care', 2, 4 * HOUR),
  LABEL_FAILED: policy('fulfilment', 2, 2 * HOUR),
  VOID_REFUSED: policy('fulfilment', 4, 2 * DAY),
  DELIVERY_FAILED: policy('customer-care', 2, 4 * HOUR),
  PARCEL_LOST: policy('customer-care', 2, 4 * HOUR),
  NO_SCAN: policy('fulfilment', 3, DAY),
  RETURNED_TO_SENDER: policy('returns', 3, DAY),
  LATE_SHIPMENT: policy('fulfilment', 1, 2 * HOUR),
  RETURN_DISCREPANCY: policy('returns', 3, 2 * DAY),
  CHANNEL_PUSH_REJECTED: policy('channels', 2, 2 * HOUR),
  CHANNEL_STATE_MISMATCH: policy('channels', 3, DAY),
  CHANNEL_UNAVAILABLE: policy('channels', 1, HOUR),
  RECONCILIATION_MISMATCH: policy('payments', 4, 3 * DAY),
  MANUAL: policy('orders', 3, DAY),
}

/** Working time of every queue until a merchant sets another: Monday to Friday, 09:00 to 17:30 in London, no holidays. */
export const defaultCalendar: BusinessCalendar = {
  timeZone: 'Europe/London',
  opens: '09:00',
  closes: '17:30',
  weekdays: ['MON', 'TUE', 'WED', 'THU', 'FRI'],
  holidays: [],
}

/** Until when somebody should have settled an exception of this kind that was opened then. */
export const dueAt = (kind: ExceptionKind, openedAt: string, calendar: BusinessCalendar = defaultCalendar): string =>
  addBusinessMinutes(openedAt, exceptionPolicies[kind].workingMinutes, calendar)
