import type { Address } from '../values/address.ts'
import type {
  Collector,
  CustomerStatus,
  DeliveryMethod,
  FulfilledBy,
  LineKind,
  OrderKind,
  OrderStatus,
  PaymentStatus,
  RiskLevel,
} from '../vocabulary.ts'

// The order itself, its buyer and its lines, as rows.

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
  /** Of its shipments, cancelled ones aside; rising. */
  warehouseIds: string[]
  validation: ValidationResult[]
  pendingChange: PendingChange | null
  /** The event that the order's history begins with: the first, or its ORDER_SNAPSHOT. Null: from before events recorded everything, and not changed since. */
  historyFrom: number | null
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
