import type { Actor } from '../moment.ts'
import type { CancelReason, ExceptionKind, ExceptionStatus, HoldReason } from '../vocabulary.ts'

// What keeps an order or asks a person, as rows.

export interface HoldRow {
  id: string
  orderId: string
  reason: HoldReason
  rule: string | null
  note: string | null
  lineIds: string[]
  keepsStock: boolean
  expiresAt: string | null
  placedAt: string
  placedBy: Actor
  releasedAt: string | null
  releasedBy: Actor | null
  releaseReasonCode: string | null
  evidence: unknown
  fingerprint: string | null
}

export interface CancellationRequestRow {
  id: string
  orderId: string
  reference: string | null
  lines: { lineId: string; quantity: number }[]
  reason: CancelReason | string | null
  requestedAt: string
  respondBy: string | null
  accepted: boolean | null
  decidedAt: string | null
}

export interface ExceptionRow {
  id: string
  version: number
  kind: ExceptionKind
  status: ExceptionStatus
  severity: number
  summary: string
  evidence: unknown
  subject: string
  rule: string | null
  fingerprint: string | null
  orderId: string | null
  shipmentId: string | null
  channelId: string | null
  queue: string
  ownerId: string | null
  openedAt: string
  updatedAt: string
  dueAt: string | null
  breachedAt: string | null
  resolvedAt: string | null
  resolution: string | null
  reasonCode: string | null
}
