/** An order as a connector hands it over: the API's `OrderInput`, where what comes from a stranger is plain text, checked per order. */
export interface OrderInput {
  channel: string
  reference: string
  number?: string
  updatedAt?: string
  placedAt: string
  test?: boolean
  channelStatuses?: { field: string; value: string }[]
  currency: string
  taxesIncluded?: boolean
  customer?: { reference?: string; name?: string; email?: string; phone?: string }
  shippingAddress?: AddressInput
  billingAddress?: AddressInput
  lines: OrderLineInput[]
  shippingPrice?: string
  shippingTax?: string
  discount?: string
  total?: string
  deliveryMethod?: string
  shippingService?: string
  notBefore?: string
  shipBy?: string
  deliverBy?: string
  buyerNote?: string
  giftMessage?: string
  payments?: PaymentInput[]
  risk?: { level: string; score?: number; provider?: string; reasons?: string[] }
  fulfillments?: ImportedFulfillment[]
  cancellations?: ImportedCancellation[]
  refunds?: ImportedRefund[]
  tags?: string[]
}

export interface AddressInput {
  name?: string
  company?: string
  lines: string[]
  city?: string
  region?: string
  postcode?: string
  country?: string
  phone?: string
}

export interface OrderLineInput {
  reference: string
  kind?: 'GOODS' | 'DIGITAL' | 'GIFT_CARD' | 'SERVICE' | 'FEE' | 'TIP'
  fulfilledBy?: 'MERCHANT' | 'CHANNEL' | 'SUPPLIER'
  sku?: string
  channelSku?: string
  title?: string
  properties?: unknown
  quantity: number
  unitPrice?: string
  total?: string
  discount?: string
  tax?: string
}

export interface PaymentInput {
  reference: string
  provider?: string
  method?: string
  collectedBy?: string
  status: string
  amount: string
  authorized?: string
  captured?: string
  refunded?: string
  capturedAt?: string
}

export interface ImportedLine {
  line: string
  quantity: number
}

export interface ImportedFulfillment {
  reference: string
  lines: ImportedLine[]
  carrier?: string
  trackingNumber?: string
  shippedAt?: string
  location?: string
}

export interface ImportedCancellation {
  reference?: string
  lines?: ImportedLine[]
  requested?: boolean
  cancelledAt?: string
  reason?: string
}

export interface ImportedRefund {
  reference: string
  amount: string
  lines?: ImportedLine[]
  refundedAt?: string
  reason?: string
}
