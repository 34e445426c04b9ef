import type { StatusMeaning } from '../port.ts'

/**
 * What the sandbox's words mean here. `sent` and `Shipped` move nothing by themselves: the parcels of the order say exactly what left.
 * The simulator also says one word that is not here, as a channel does one day, and its order then waits for a person.
 */
export const sandboxVocabulary: readonly StatusMeaning[] = [
  { field: 'payment', value: 'pending', intent: 'AWAIT_PAYMENT' },
  { field: 'payment', value: 'paid', intent: 'ACCEPT' },
  { field: 'payment', value: 'refunded', intent: 'IGNORE' },
  { field: 'fulfilment', value: 'open', intent: 'IGNORE' },
  { field: 'fulfilment', value: 'partly_sent', intent: 'IGNORE' },
  { field: 'fulfilment', value: 'sent', intent: 'IGNORE' },
  { field: 'fulfilment', value: 'cancelled', intent: 'CANCEL' },
  { field: 'state', value: 'Pending', intent: 'AWAIT_PAYMENT' },
  { field: 'state', value: 'Unshipped', intent: 'ACCEPT' },
  { field: 'state', value: 'PartiallyShipped', intent: 'IGNORE' },
  { field: 'state', value: 'Shipped', intent: 'IGNORE' },
  { field: 'state', value: 'Canceled', intent: 'CANCEL' },
]
