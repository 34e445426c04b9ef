import type { Actor } from '../moment.ts'
import type {
  CancelReason,
  Collector,
  CustomerStatus,
  DeliveryMethod,
  ExceptionKind,
  ExceptionStatus,
  FulfilledBy,
  HoldReason,
  LabelStatus,
  LineKind,
  OrderKind,
  OrderStatus,
  Origin,
  PaymentStatus,
  PushFact,
  PushState,
  ReferenceKind,
  RefundKind,
  RefundStatus,
  RiskLevel,
  ShipmentStatus,
  StatusIntent,
  TrackingStatus,
  TransactionKind,
  TransactionStatus,
} from '../vocabulary.ts'

// An order with everything that belongs to it, as rows: one array a table, one object a row, column for column.
// Instants are ISO 8601 strings, money is integer minor units of `order.currencyCode`.

export interface Address {
  name: string | null
  company: string | null
  lines: string[]
  city: string | null
  region: string | null
  postcode: string | null
  countryCode: string | null
  country: string | null
  phone: string | null
  verified: boolean
}

export interface ValidationResult {
  rule: string
  passed: boolean
  overridable: boolean
  message: string | null
  evidence: unknown
  checkedAt: string
}

export interface Risk {
  level: RiskLevel
  score: number | null
  provider: string | null
  reasons: string[]
}

export interface OrderRow {
  id: string
  number: string
  kind: OrderKind
  version: number
  channelId: string
  reference: string
  status: OrderStatus
  customerStatus: CustomerStatus
  paymentStatus: PaymentStatus
  channelStatuses: { field: string; value: string }[]
  placedAt: string
  importedAt: string
  updatedAt: string
  releasedAt: string | null
  closedAt: string | null
  notBefore: string | null
  shipBy: string | null
  deliverBy: string | null
  deliveryMethod: DeliveryMethod
  shippingService: string | null
  customerId: string | null
  shippingAddress: Address | null
  billingAddress: Address | null
  buyerNote: string | null
  giftMessage: string | null
  risk: Risk | null
  currencyCode: string
  taxesIncluded: boolean
  priced: boolean
  subtotal: number
  shippingTotal: number
  taxTotal: number
  discountTotal: number
  /** The order's own discount as placed, without the lines'; `discountTotal` holds what cancelled lines left of it. */
  orderDiscount: number
  total: number
  statedTotal: number | null
  originalTotal: number
  paidTotal: number
  refundedTotal: number
  lineCount: number
  tags: string[]
  validation: ValidationResult[]
  pendingChange: PendingChange | null
}

/** The channel's edit that came after release: what it would change, and the snapshot to apply if a person accepts. */
export interface PendingChange {
  receivedAt: string
  updatedAt: string | null
  input: unknown
  changes: { field: string; before: unknown; after: unknown; personal?: boolean }[]
}

export interface CustomerRow {
  id: string
  channelId: string
  reference: string | null
  name: string | null
  email: string | null
  phone: string | null
  updatedAt: string
}

export interface ReferenceRow {
  id: string
  orderId: string
  system: string
  kind: ReferenceKind
  value: string
  url: string | null
}

export interface LineComponent {
  sku: string
  stockItemId: string | null
  perUnit: number
  substitutedFor: string | null
}

/** quantity = open + allocated + shipped + delivered + cancelled + returned + lost: each unit is in one place. */
export interface LineRow {
  id: string
  orderId: string
  position: number
  reference: string
  kind: LineKind
  fulfilledBy: FulfilledBy
  sku: string | null
  channelSku: string | null
  stockItemId: string | null
  title: string
  properties: unknown
  quantity: number
  open: number
  allocated: number
  shipped: number
  delivered: number
  cancelled: number
  returned: number
  lost: number
  unitPrice: number | null
  discount: number
  tax: number
  total: number
  taxLines: { title: string | null; rate: string | null; amount: number; collectedBy: Collector }[]
  components: LineComponent[] | null
}

export interface PaymentRow {
  id: string
  orderId: string
  reference: string
  provider: string | null
  method: string | null
  collectedBy: Collector
  status: PaymentStatus
  amount: number
  authorized: number
  captured: number
  refunded: number
  expiresAt: string | null
  updatedAt: string
}

export interface TransactionRow {
  id: string
  paymentId: string
  orderId: string
  kind: TransactionKind
  status: TransactionStatus
  amount: number
  reference: string | null
  occurredAt: string
}

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

export interface RoutingCandidate {
  warehouse: string
  carrier: string | null
  service: string | null
  chosen: boolean
  eliminatedBy: string | null
  score: number | null
  explanation: string
}

export interface ShipmentRow {
  id: string
  orderId: string
  number: string
  version: number
  origin: Origin
  reference: string | null
  warehouseId: string | null
  status: ShipmentStatus
  carrier: string | null
  service: string | null
  shipBy: string | null
  estimatedDelivery: string | null
  shippedAt: string | null
  deliveredAt: string | null
  createdAt: string
  updatedAt: string
  routing: { decidedAt: string; candidates: RoutingCandidate[] } | null
  pickListId: string | null
}

export interface ShipmentLineRow {
  id: string
  orderId: string
  shipmentId: string
  orderLineId: string
  quantity: number
}

export interface PackageRow {
  id: string
  orderId: string
  shipmentId: string
  reference: string
  sscc: string | null
  contents: { shipmentId: string; sku: string; quantity: number; serials: string[]; lots: string[] }[]
  carrier: string | null
  trackingNumber: string | null
  trackingUrl: string | null
  status: TrackingStatus
  label: {
    status: LabelStatus
    url: string | null
    format: string | null
    cost: { amount: number; currencyCode: string } | null
  }
  weightGrams: number | null
  lengthMm: number | null
  widthMm: number | null
  heightMm: number | null
}

export interface TrackingEventRow {
  id: string
  orderId: string
  packageId: string
  status: TrackingStatus
  carrierStatus: string | null
  occurredAt: string
  location: string | null
  description: string | null
  fingerprint: string
}

export interface RefundRow {
  id: string
  orderId: string
  kind: RefundKind
  origin: Origin
  amount: number
  status: RefundStatus
  reasonCode: string | null
  reference: string | null
  lines: { lineId: string; quantity: number }[]
  createdAt: string
  settledAt: string | null
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

export interface SnapshotRow {
  /** The order's id: one snapshot an order. */
  orderId: string
  updatedAt: string | null
  digest: string
  body: unknown
}

/** The tables of an order that a decision reads and writes. All rows of the order, except `exceptions`: see its comment. */
export interface OrderState {
  order: OrderRow
  customer: CustomerRow | null
  references: ReferenceRow[]
  lines: LineRow[]
  payments: PaymentRow[]
  transactions: TransactionRow[]
  holds: HoldRow[]
  cancellationRequests: CancellationRequestRow[]
  shipments: ShipmentRow[]
  shipmentLines: ShipmentLineRow[]
  packages: PackageRow[]
  trackingEvents: TrackingEventRow[]
  refunds: RefundRow[]
  /** All unresolved cases, and the resolved ones (their fingerprints keep a rule from reopening on the same facts). */
  exceptions: ExceptionRow[]
  pushes: PushRow[]
  snapshot: SnapshotRow | null
}

export interface ChannelFacts {
  id: string
  key: string
  name: string
  kind: string
  enabled: boolean
  stages: string[]
  settings: Record<string, unknown>
  statusMap: { field: string; value: string; intent: StatusIntent; holdReason: HoldReason | null }[]
}

/** A SKU that an order names, and what is there of it. */
export interface StockItemFacts {
  id: string
  sku: string
  safetyStock: number
  levels: LevelFacts[]
  /** Open units of orders that are here and not yet released, this order's own included. */
  unreleasedDemand: number
  /** The part of it that already waits for stock (an active hold INVENTORY_OUT_OF_STOCK), this order's own included. */
  waitingDemand?: number
}

export interface LevelFacts {
  warehouseId: string
  version: number
  available: number
  committed: number
  picked: number
  putAway: number
  damaged: number
  qualityControl: number
  inTransit: number
  incoming: number
}

export interface WarehouseFacts {
  id: string
  key: string
  name: string
  kind: string
  timeZone: string
  countryCode: string | null
  priority: number
  enabled: boolean
}

/** What every decision about one order may look at. */
export interface OrderFacts {
  state: OrderState
  channel: ChannelFacts
  /** Known stock items by id: those that the order's lines and components name. */
  items: Record<string, StockItemFacts>
  warehouses: WarehouseFacts[]
  /** For lines without a stock item: the item that their SKU names by now, by line id. Loaded with the demand. */
  candidates?: Record<string, string>
}
