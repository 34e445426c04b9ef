import type { HoldReason, MessageDirection, PaymentStatus, RefundKind } from '../vocabulary.ts'
import type { EventOf, EventUnits, NoData, ShipmentStamp } from './event-of.ts'

// What happens to an order as a whole: what was bought, what keeps it, what is cancelled, what was paid.

interface RuleOutcome {
  rule: string
  passed: boolean
}

interface HoldData {
  holdId: string
  reason: HoldReason
  rule: string | null
  /** References; none: the whole order. */
  lines: string[]
}

interface Imported {
  reference: string
  number: string | null
  placedAt: string
  lines: number
  total: string
  currencyCode: string
}

interface Released {
  policy: 'ALL' | 'AVAILABLE'
  lines: EventUnits[]
  /** Rules that did not pass and were overridden. */
  overridden: string[]
}

interface Cancelled {
  /** Absent: here. */
  origin?: 'CHANNEL'
  lines: EventUnits[]
  putAway?: EventUnits[]
  refund?: boolean
  /** When the message came, where it came before its order. */
  receivedAt?: string
}

interface CancellationDecided {
  requestId: string
  accepted: boolean
  lines?: EventUnits[]
  /** The channel shows the request no longer. */
  takenBack?: true
}

interface MessageRecorded {
  reference: string
  direction: MessageDirection
  sentAt: string
  isOrderUpdateRequest: boolean
}

export type NewOrderEvent =
  | EventOf<'ORDER_IMPORTED', Imported>
  | (EventOf<'ORDER_UPDATED', { origin?: 'CHANNEL' }> & Partial<ShipmentStamp>)
  | EventOf<'ORDER_VALIDATED', { results: RuleOutcome[] }>
  | EventOf<'ORDER_HELD', HoldData & { keepsStock: boolean; expiresAt: string | null }>
  | EventOf<'HOLD_RELEASED', HoldData>
  | (EventOf<'ORDER_RELEASED', Released> & Pick<ShipmentStamp, 'warehouseKeys'>)
  | EventOf<'ORDER_UNRELEASED', { lines: EventUnits[] }>
  | EventOf<'ORDER_CANCELLED', Cancelled>
  | EventOf<'ORDER_STATUS_CHANGED', NoData, 'status'>
  | EventOf<'ORDER_CHANGE_PENDING', { updatedAt: string | null }>
  /** `accepted` is null where the channel took its edit back. */
  | EventOf<'ORDER_CHANGE_DECIDED', { accepted: boolean | null }>
  | EventOf<'CANCELLATION_REQUESTED', { requestId: string; lines: number }>
  | EventOf<'CANCELLATION_DECIDED', CancellationDecided>
  | EventOf<'ITEM_SUBSTITUTED', { line: string; quantity: number; newLine: string | null }>
  | EventOf<'RETURN_RECORDED', { reference: string; lines: EventUnits[]; returnedAt: string | null }>
  | EventOf<'PAYMENT_RECORDED', { payment: string; status: PaymentStatus }>
  | EventOf<'REFUND_RECORDED', { reference: string; amount: string; kind: RefundKind }>
  | EventOf<'MESSAGE_RECORDED', MessageRecorded>
  /** What an order from before its events recorded everything was like, before its next change. */
  | EventOf<'ORDER_SNAPSHOT'>
