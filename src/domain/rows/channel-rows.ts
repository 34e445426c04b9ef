import type { PushFact, PushState, ReferenceKind } from '../vocabulary.ts'

// What passes between an order and its channel, as rows.

export interface ReferenceRow {
  id: string
  orderId: string
  system: string
  kind: ReferenceKind
  value: string
  url: string | null
}

export interface SnapshotRow {
  /** The order's id: one snapshot per order. */
  orderId: string
  updatedAt: string | null
  digest: string
  body: unknown
}

export interface PushRow {
  id: string
  orderId: string
  channelId: string
  fact: PushFact
  subjectType: string
  subjectId: string
  state: PushState
  requestedAt: string
  confirmedAt: string | null
  attempts: number
  lastError: string | null
}

export interface MessageRow {
  id: string
  orderId: string
  reference: string | null
  direction: 'INBOUND' | 'OUTBOUND'
  subject: string | null
  body: string | null
  sentAt: string
  isOrderUpdateRequest: boolean
}
