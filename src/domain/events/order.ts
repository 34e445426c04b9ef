import type { HoldReason, MessageDirection, PaymentStatus, RefundKind } from '../vocabulary.ts'
import type { NoData, ShipmentStamp, Told, ToldUnits } from './told.ts'

// What happens to an order as a whole: what was bought, what keeps it, what is cancelled, what was paid.

interface RuleOutcome {
  rule: string
  passed: boolean
}

interface ToldHold {
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
  lines: ToldUnits[]
  /** Rules that did not pass and were overridden. */
  overridden: string[]
}

interface Cancelled {
  /** Absent: here. */
  origin?: 'CHANNEL'
  lines: ToldUnits[]
  putAway?: ToldUnits[]
  refund?: boolean
  /** When the message came, where it came before its order. */
  receivedAt?: string
}

interface CancellationDecided {
  requestId: string
  accepted: boolean
  lines?: ToldUnits[]
  /** The channel shows the request no longer. */
  takenBack?: true
}

interface MessageRecorded {
  reference: string
  direction: MessageDirection
  sentAt: string
  isOrderUpdateRequest: boolean
}

export type OrderTold =
  | Told<'ORDER_IMPORTED', Imported>
  | (Told<'ORDER_UPDATED', { origin?: 'CHANNEL' }> & Partial<ShipmentStamp>)
  | Told<'ORDER_VALIDATED', { results: RuleOutcome[] }>
  | Told<'ORDER_HELD', ToldHold & { keepsStock: boolean; expiresAt: string | null }>
  | Told<'HOLD_RELEASED', ToldHold>
  | (Told<'ORDER_RELEASED', Released> & Pick<ShipmentStamp, 'warehouseKeys'>)
  | Told<'ORDER_UNRELEASED', { lines: ToldUnits[] }>
  | Told<'ORDER_CANCELLED', Cancelled>
  | Told<'ORDER_STATUS_CHANGED', NoData, 'status'>
  | Told<'ORDER_CHANGE_PENDING', { updatedAt: string | null }>
  /** `accepted` is null where the channel took its edit back. */
  | Told<'ORDER_CHANGE_DECIDED', { accepted: boolean | null }>
  | Told<'CANCELLATION_REQUESTED', { requestId: string; lines: number }>
  | Told<'CANCELLATION_DECIDED', CancellationDecided>
  | Told<'ITEM_SUBSTITUTED', { line: string; quantity: number; newLine: string | null }>
  | Told<'RETURN_RECORDED', { reference: string; lines: ToldUnits[]; returnedAt: string | null }>
  | Told<'PAYMENT_RECORDED', { payment: string; status: PaymentStatus }>
  | Told<'REFUND_RECORDED', { reference: string; amount: string; kind: RefundKind }>
  | Told<'MESSAGE_RECORDED', MessageRecorded>
  /** What an order from before its events told all was like, before its next change. */
  | Told<'ORDER_SNAPSHOT'>
