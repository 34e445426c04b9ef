import { z } from 'zod'

// What the sandbox channel says over HTTP, in its own words. Amounts are decimal text, instants RFC 3339 in UTC.

const item = z.object({
  id: z.string(),
  /** The channel's own listing code. */
  code: z.string(),
  /** The merchant's SKU, where this channel knows it. */
  merchant_code: z.string().nullable(),
  title: z.string(),
  kind: z.enum(['goods', 'download', 'tip']),
  count: z.int(),
  unit_price: z.string(),
  discount: z.string(),
  tax: z.string(),
  total: z.string(),
})

const parcel = z.object({
  id: z.string(),
  /** What the merchant calls it; null where somebody sent it from the channel's own admin. */
  merchant_reference: z.string().nullable(),
  items: z.array(z.object({ id: z.string(), count: z.int() })),
  carrier: z.string().nullable(),
  tracking: z.string().nullable(),
  sent_at: z.string(),
})

export const sandboxOrder = z.object({
  id: z.string(),
  /** The number that the buyer sees. */
  name: z.string(),
  created_at: z.string(),
  modified_at: z.string(),
  test: z.boolean(),
  /** A web shop has two, `payment` and `fulfilment`; a marketplace has one, `state`. */
  states: z.record(z.string(), z.string()),
  currency: z.string(),
  buyer: z.object({ id: z.string(), name: z.string(), email: z.string(), phone: z.string().nullable() }),
  ship_to: z.object({
    name: z.string(),
    street: z.array(z.string()),
    town: z.string(),
    postal_code: z.string(),
    country: z.string(),
  }),
  items: z.array(item),
  delivery: z.object({
    service: z.string(),
    price: z.string(),
    tax: z.string(),
    dispatch_by: z.string(),
    arrive_by: z.string(),
  }),
  total: z.string(),
  payment: z.object({
    id: z.string(),
    gateway: z.string(),
    collected_by: z.enum(['merchant', 'channel']),
    state: z.enum(['open', 'paid']),
    amount: z.string(),
    paid_at: z.string().nullable(),
  }),
  risk: z.object({ level: z.enum(['low', 'high']), score: z.number(), reasons: z.array(z.string()) }).nullable(),
  parcels: z.array(parcel),
  cancellation: z.object({ id: z.string(), at: z.string(), reason: z.string() }).nullable(),
  note: z.string().nullable(),
})

export const ordersPage = z.object({ orders: z.array(sandboxOrder), next: z.string().nullable() })
export const parcelsPage = z.object({ parcels: z.array(parcel) })
export const parcelAnswer = z.object({ parcel })
export const oneOrder = z.object({ order: sandboxOrder })

export type SandboxOrder = z.infer<typeof sandboxOrder>
export type SandboxItem = z.infer<typeof item>
export type SandboxParcel = z.infer<typeof parcel>
/** What a merchant says about a parcel that left. */
export type NewSandboxParcel = Omit<SandboxParcel, 'id'> & { merchant_reference: string }
