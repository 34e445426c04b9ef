import type { FulfilledBy, LineKind } from '../vocabulary.ts'

// An order as a channel's connector sends it, and the API's `OrderInput`: its input types are checked against these. Plain
// strings, because one unreadable value must refuse its own order only. `undefined` and `null` both mean that the channel says
// nothing.

type Said<T> = T | null | undefined

export interface AddressTexts {
  name?: Said<string>
  company?: Said<string>
  lines: string[]
  city?: Said<string>
  region?: Said<string>
  postcode?: Said<string>
  country?: Said<string>
  phone?: Said<string>
}

export interface CustomerInput {
  reference?: Said<string>
  name?: Said<string>
  email?: Said<string>
  phone?: Said<string>
}

export interface TaxLineInput {
  title?: Said<string>
  rate?: Said<string>
  amount: string
  collectedBy?: Said<string>
}

export interface OrderLineInput {
  reference: string
  kind?: Said<LineKind>
  fulfilledBy?: Said<FulfilledBy>
  sku?: Said<string>
  channelSku?: Said<string>
  title?: Said<string>
  properties?: unknown
  quantity: number
  unitPrice?: Said<string>
  total?: Said<string>
  discount?: Said<string>
  tax?: Said<string>
  taxLines?: Said<TaxLineInput[]>
}

export interface PaymentInput {
  reference: string
  provider?: Said<string>
  method?: Said<string>
  collectedBy?: Said<string>
  status: string
  amount: string
  authorized?: Said<string>
  captured?: Said<string>
  refunded?: Said<string>
  expiresAt?: Said<string>
  capturedAt?: Said<string>
}

export interface RiskInput {
  level: string
  score?: Said<number>
  provider?: Said<string>
  reasons?: Said<string[]>
}

export interface ImportedLineInput {
  line: string
  quantity: number
}

export interface ImportedFulfillmentInput {
  reference: string
  lines: ImportedLineInput[]
  carrier?: Said<string>
  trackingNumber?: Said<string>
  shippedAt?: Said<string>
  location?: Said<string>
}

export interface ImportedCancellationInput {
  reference?: Said<string>
  lines?: Said<ImportedLineInput[]>
  requested?: Said<boolean>
  cancelledAt?: Said<string>
  reason?: Said<string>
}

export interface ImportedRefundInput {
  reference: string
  amount: string
  lines?: Said<ImportedLineInput[]>
  refundedAt?: Said<string>
  reason?: Said<string>
}

export interface ImportedReturnInput {
  reference: string
  lines: ImportedLineInput[]
  returnedAt?: Said<string>
  reason?: Said<string>
  restock?: Said<boolean>
}

export interface ChannelStatusInput {
  field: string
  value: string
}

export interface OrderInput {
  channel: string
  reference: string
  number?: Said<string>
  updatedAt?: Said<string>
  placedAt: string
  test?: Said<boolean>
  channelStatuses?: Said<ChannelStatusInput[]>
  currency: string
  taxesIncluded?: Said<boolean>
  customer?: Said<CustomerInput>
  shippingAddress?: Said<AddressTexts>
  billingAddress?: Said<AddressTexts>
  lines: OrderLineInput[]
  shippingPrice?: Said<string>
  shippingTax?: Said<string>
  discount?: Said<string>
  total?: Said<string>
  deliveryMethod?: Said<string>
  shippingService?: Said<string>
  notBefore?: Said<string>
  shipBy?: Said<string>
  deliverBy?: Said<string>
  buyerNote?: Said<string>
  giftMessage?: Said<string>
  payments?: Said<PaymentInput[]>
  risk?: Said<RiskInput>
  fulfillments?: Said<ImportedFulfillmentInput[]>
  cancellations?: Said<ImportedCancellationInput[]>
  refunds?: Said<ImportedRefundInput[]>
  returns?: Said<ImportedReturnInput[]>
  tags?: Said<string[]>
}
