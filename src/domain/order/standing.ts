import type { OrderState } from './state.ts'

/** What of an order decides which verbs are legal: much less than all its rows. */
export type Standing = Pick<
  OrderState,
  'order' | 'lines' | 'holds' | 'shipments' | 'shipmentLines' | 'cancellationRequests'
>
