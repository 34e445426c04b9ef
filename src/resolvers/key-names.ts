import { type Problem, problem } from '#domain/problems'
import { encodeGlobalId } from '#schema/global-id'
import type { Namesake } from '#store/read/order-names'

/** How a mutation's arguments name an order: exactly one of them is set. */
export interface OrderKeyValue {
  id?: string | null
  number?: string | null
  reference?: { system: string; kind?: string | null; value: string } | null
}

export interface ShipmentKeyValue {
  id?: string | null
  number?: string | null
  trackingNumber?: string | null
}

type Kind = 'order' | 'shipment'
type Key = OrderKeyValue & ShipmentKeyValue

/** The same for what is not there and for what the caller may not see, so that nobody learns which it is. */
export const notFound = (kind: Kind, key: Key, field: string[]): Problem =>
  problem('NOT_FOUND', `There is no ${kind} with ${named(key)}.`, field)

/** Nothing is chosen where a name that others give, as a payment reference or a tracking number, is that of several. */
export const ambiguous = (
  kind: Kind,
  key: Key,
  found: readonly Namesake[],
  field: string[],
  dryRun: boolean,
): Problem => {
  const typename = kind === 'order' ? 'Order' : 'Shipment'
  const rows = found.map(({ id, number }) => ({ id: encodeGlobalId(typename, id, dryRun), number }))
  return problem(
    'AMBIGUOUS',
    `${found.length} ${kind}s have ${named(key)}; details lists them. Name the one that you mean by its id or its number.`,
    field,
    { [`${kind}s`]: rows },
  )
}

function named(key: Key): string {
  if (key.id) return `the id "${key.id}"`
  if (key.reference)
    return `the ${key.reference.kind ?? 'CHANNEL_ORDER'} reference "${key.reference.value}" of ${key.reference.system}`
  if (key.trackingNumber) return `the tracking number "${key.trackingNumber}"`
  return `the number "${key.number ?? ''}"`
}
