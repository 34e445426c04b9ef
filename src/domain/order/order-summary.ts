import type { OrderState, PartName } from './parts.ts'

/** What of an order decides which mutations are legal: much less than all its parts. */
export const summaryParts = [
  'lines',
  'holds',
  'shipments',
  'shipmentLines',
  'cancellationRequests',
] as const satisfies PartName[]

export type OrderSummary = Pick<OrderState, 'order' | (typeof summaryParts)[number]>

/** The same without what the buyer asked to cancel: what moving goods looks at. */
export type GoodsSummary = Omit<OrderSummary, 'cancellationRequests'>
