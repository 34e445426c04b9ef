/** The part of the API's OrderInput that a spreadsheet can fill. Amounts are decimal strings of the order's currency. */
export interface SpreadsheetOrder {
  channel: string
  reference: string
  number?: string
  updatedAt?: string
  placedAt: string
  channelStatuses?: { field: string; value: string }[]
  currency: string
  taxesIncluded: boolean
  customer?: { reference?: string; name?: string; email?: string; phone?: string }
  shippingAddress?: SpreadsheetAddress
  lines: SpreadsheetLine[]
  shippingPrice?: string
  shippingTax?: string
  discount?: string
  total?: string
  shippingService?: string
  buyerNote?: string
  payments?: SpreadsheetPayment[]
  cancellations?: { reference: string; lines: TakenBack[]; cancelledAt: string; reason?: string }[]
  returns?: { reference: string; lines: TakenBack[]; returnedAt: string; reason?: string; restock: boolean }[]
  refunds?: { reference: string; amount: string; lines: TakenBack[]; refundedAt: string; reason?: string }[]
}

export interface SpreadsheetAddress {
  name?: string
  company?: string
  lines: string[]
  city?: string
  region?: string
  postcode?: string
  country?: string
  phone?: string
}

export interface SpreadsheetLine {
  reference: string
  kind?: string
  sku?: string
  title?: string
  quantity: number
  unitPrice?: string
  total?: string
  discount?: string
  tax?: string
}

export interface SpreadsheetPayment {
  reference: string
  provider?: string
  method?: string
  status: string
  amount: string
  captured?: string
  capturedAt?: string
}

export interface TakenBack {
  line: string
  quantity: number
}
