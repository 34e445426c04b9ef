import { createHash } from 'node:crypto'
import type { Address } from '../values/address.ts'
import type { Collector, DeliveryMethod, FulfilledBy, LineKind, PaymentStatus, RiskLevel } from '../vocabulary.ts'

// A channel's word on an order, read and normalised. What it leaves unsaid is missing, and so are defaults, because
// every snapshot is kept whole as the base of the next merge. Money is in minor units, instants are UTC.

export interface SnapshotLine {
  reference: string
  kind?: LineKind
  fulfilledBy?: FulfilledBy
  sku?: string
  channelSku?: string
  title?: string
  properties?: unknown
  quantity: number
  unitPrice?: number
  total: number
  discount?: number
  tax?: number
  taxLines?: { title?: string; rate?: string; amount: number; collectedBy: Collector }[]
}

export interface SnapshotCustomer {
  reference?: string
  name?: string
  email?: string
  phone?: string
}

export interface SnapshotPayment {
  reference: string
  provider?: string
  method?: string
  collectedBy: Collector
  status: PaymentStatus
  amount: number
  authorized: number
  captured: number
  refunded: number
  expiresAt?: string
  capturedAt?: string
}

export interface ReportedLine {
  line: string
  quantity: number
}

export interface SnapshotFulfillment {
  reference: string
  lines: ReportedLine[]
  carrier?: string
  trackingNumber?: string
  shippedAt?: string
  location?: string
}

export interface SnapshotCancellation {
  reference?: string
  /** Missing: the whole order. */
  lines?: ReportedLine[]
  requested?: true
  cancelledAt?: string
  reason?: string
}

export interface SnapshotRefund {
  reference: string
  amount: number
  lines?: ReportedLine[]
  refundedAt?: string
  reason?: string
}

export interface SnapshotReturn {
  reference: string
  lines: ReportedLine[]
  returnedAt?: string
  reason?: string
  restock?: true
}

export interface Snapshot {
  reference: string
  number?: string
  placedAt: string
  channelStatuses: { field: string; value: string }[]
  currency: string
  taxesIncluded: boolean
  /** Whether any amount was stated at all. */
  priced: boolean
  customer?: SnapshotCustomer
  shippingAddress?: Address
  billingAddress?: Address
  lines: SnapshotLine[]
  shippingPrice?: number
  shippingTax?: number
  discount?: number
  total?: number
  deliveryMethod: DeliveryMethod
  shippingService?: string
  notBefore?: string
  shipBy?: string
  deliverBy?: string
  buyerNote?: string
  giftMessage?: string
  payments?: SnapshotPayment[]
  risk?: { level: RiskLevel; score?: number; provider?: string; reasons: string[] }
  fulfillments?: SnapshotFulfillment[]
  cancellations?: SnapshotCancellation[]
  refunds?: SnapshotRefund[]
  returns?: SnapshotReturn[]
  tags?: string[]
}

/**
 * SHA-256 of the snapshot's JSON. Readers build snapshots key by key in one order, so equal words have equal digests;
 * where a later build orders them otherwise, the merge finds no difference and the digest is renewed.
 */
export const snapshotDigest = (snapshot: Snapshot): string =>
  createHash('sha256').update(JSON.stringify(snapshot)).digest('base64url')

/** Whether two plain values say the same; missing, null and an empty list are alike. */
export function says(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b)
  if (typeof a !== 'object' || typeof b !== 'object') return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, index) => says(item, b[index]))
  }
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  return Object.keys({ ...left, ...right }).every((key) => says(left[key], right[key]))
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0)
