import type { OrderState, PartName } from './parts.ts'

/** What of an order decides which mutations are legal: much less than all its parts. */
export const standingParts = [
  'lines',
  'holds',
  'shipments',
  'shipmentLines',
  'cancellationRequests',
] as const satisfies PartName[]

export type Standing = Pick<OrderState, 'order' | (typeof standingParts)[number]>

/** The same without what the buyer asked to cancel: what moving goods looks at. */
export type GoodsStanding = Omit<Standing, 'cancellationRequests'>
