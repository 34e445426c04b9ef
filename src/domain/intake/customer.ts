import type { Snapshot, SnapshotCustomer } from '../input/snapshot.ts'
import type { Draft } from '../order/draft.ts'
import type { CustomerRow } from '../rows/order-rows.ts'
import { deterministicId } from '../values/uuid.ts'

/** A customer's id follows from what the channel knows them by: its reference, else the e-mail, else the order. */
export function customerId(channelKey: string, snapshot: Pick<Snapshot, 'customer' | 'reference'>): string | null {
  const { customer, reference } = snapshot
  if (customer === undefined) return null
  if (customer.reference !== undefined) return deterministicId('customer', channelKey, 'reference', customer.reference)
  if (customer.email !== undefined)
    return deterministicId('customer', channelKey, 'email', customer.email.toLowerCase())
  return deterministicId('customer', channelKey, 'order', reference)
}

/**
 * The customer as this snapshot leaves them. One customer has many orders, so a snapshot that is older than what is known
 * only fills gaps.
 */
export function customerRow(
  draft: Draft,
  snapshot: Snapshot,
  said: SnapshotCustomer,
  known: CustomerRow | null,
  saidAt: string,
): CustomerRow {
  const id = customerId(draft.channel.key, snapshot)!
  const newer = known === null || Date.parse(known.updatedAt) <= Date.parse(saidAt)
  const pick = (field: 'name' | 'email' | 'phone') =>
    newer ? (said[field] ?? known?.[field] ?? null) : (known[field] ?? said[field] ?? null)
  const row = {
    id,
    channelId: draft.channel.id,
    reference: said.reference ?? known?.reference ?? null,
    name: pick('name'),
    email: pick('email'),
    phone: pick('phone'),
  }
  const same =
    known !== null && (['reference', 'name', 'email', 'phone'] as const).every((field) => row[field] === known[field])
  return same ? known : { ...row, updatedAt: newer ? saidAt : known.updatedAt }
}
