import type { FulfilledBy, LineKind } from '../vocabulary.ts'

// An order as a channel's connector sends it, and the API's `OrderInput`: its input types are checked against these. Plain
// strings, because one unreadable value must refuse its own order only. `undefined` and `null` both mean that the channel says
// nothing.

type Maybe<T> = T | null | undefined

export interface AddressTexts {
  name?: Maybe<string>
  company?: Maybe<string>
  lines: string[]
  city?: Maybe<string>
  region?: Maybe<string>
  postcode?: Maybe<string>
  country?: Maybe<string>
  phone?: Maybe<string>
}

export interface CustomerInput {
  reference?: Maybe<string>
  name?: Maybe<string>
  email?: Maybe<string>
  phone?: Maybe<string>
}

export interface TaxLineInput {
  title?: Maybe<string>
  rate?: Maybe<string>
  amount: string
  collectedBy?: Maybe<string>
}

export interface OrderLineInput {
  reference: string
  kind?: Maybe<LineKind>
  fulfilledBy?: Maybe<FulfilledBy>
  sku?: Maybe<string>
  channelSku?: Maybe<string>
  title?: Maybe<string>
  properties?: unknown
  quantity: number
  unitPrice?: Maybe<string>
  total?: Maybe<string>
  discount?: Maybe<string>
  tax?: Maybe<string>
  taxLines?: Maybe<TaxLineInput[]>
}

export interface PaymentInput {
  reference: string
  provider?: Maybe<string>
  method?: Maybe<string>
  collectedBy?: Maybe<string>
  status: string
  amount: string
  authorized?: Maybe<string>
  captured?: Maybe<string>
  refunded?: Maybe<string>
  expiresAt?: Maybe<string>
  capturedAt?: Maybe<string>
}

export interface RiskInput {
  level: string
  score?: Maybe<number>
  provider?: Maybe<string>
  reasons?: Maybe<string[]>
}

export interface ImportedLineInput {
  line: string
  quantity: number
}

export interface ImportedFulfillmentInput {
  reference: string
  lines: ImportedLineInput[]
  carrier?: Maybe<string>
  trackingNumber?: Maybe<string>
  shippedAt?: Maybe<string>
  location?: Maybe<string>
}

export interface ImportedCancellationInput {
  reference?: Maybe<string>
  lines?: Maybe<ImportedLineInput[]>
  requested?: Maybe<boolean>
  cancelledAt?: Maybe<string>
  reason?: Maybe<string>
}

export interface ImportedRefundInput {
  reference: string
  amount: string
  lines?: Maybe<ImportedLineInput[]>
  refundedAt?: Maybe<string>
  reason?: Maybe<string>
}

export interface ImportedReturnInput {
  reference: string
  lines: ImportedLineInput[]
  returnedAt?: Maybe<string>
  reason?: Maybe<string>
  restock?: Maybe<boolean>
}

export interface ChannelStatusInput {
  field: string
  value: string
}

export interface OrderInput {
  channel: string
  reference: string
  number?: Maybe<string>
  updatedAt?: Maybe<string>
  placedAt: string
  test?: Maybe<boolean>
  channelStatuses?: Maybe<ChannelStatusInput[]>
  currency: string
  taxesIncluded?: Maybe<boolean>
  customer?: Maybe<CustomerInput>
  shippingAddress?: Maybe<AddressTexts>
  billingAddress?: Maybe<AddressTexts>
  lines: OrderLineInput[]
  shippingPrice?: Maybe<string>
  shippingTax?: Maybe<string>
  discount?: Maybe<string>
  total?: Maybe<string>
  deliveryMethod?: Maybe<string>
  shippingService?: Maybe<string>
  notBefore?: Maybe<string>
  shipBy?: Maybe<string>
  deliverBy?: Maybe<string>
  buyerNote?: Maybe<string>
  giftMessage?: Maybe<string>
  payments?: Maybe<PaymentInput[]>
  risk?: Maybe<RiskInput>
  fulfillments?: Maybe<ImportedFulfillmentInput[]>
  cancellations?: Maybe<ImportedCancellationInput[]>
  refunds?: Maybe<ImportedRefundInput[]>
  returns?: Maybe<ImportedReturnInput[]>
  tags?: Maybe<string[]>
}
