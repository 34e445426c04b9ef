import type { SandboxOrder } from '../wire-schema.ts'

/** What happens to an order in the channel. Most are plain; the rest are what makes the work. */
export type Story =
  | 'PLAIN'
  | 'PAID_LATER'
  | 'MISTYPED_POSTCODE'
  | 'POSTCODE_MENDED'
  | 'UNKNOWN_CODE'
  | 'CANCELLED_EARLY'
  | 'CANCELLED_MIDWAY'
  | 'HIGH_RISK'
  | 'WRONG_TOTAL'
  | 'OLD_COPY'
  | 'STRANGE_STATE'
  | 'TEST'

/** Something that the channel does to an order later. OLD_COPY: an older version of it is sent once more. */
export type Turn = 'PAY' | 'MEND_POSTCODE' | 'CANCEL' | 'ADD_NOTE' | 'OLD_COPY'

export const storyWeights: readonly { weight: number; value: Story }[] = [
  { weight: 60, value: 'PLAIN' },
  { weight: 12, value: 'PAID_LATER' },
  { weight: 3, value: 'MISTYPED_POSTCODE' },
  { weight: 4, value: 'POSTCODE_MENDED' },
  { weight: 2, value: 'UNKNOWN_CODE' },
  { weight: 3, value: 'CANCELLED_EARLY' },
  { weight: 3, value: 'CANCELLED_MIDWAY' },
  { weight: 3, value: 'HIGH_RISK' },
  { weight: 2, value: 'WRONG_TOTAL' },
  { weight: 5, value: 'OLD_COPY' },
  { weight: 1, value: 'STRANGE_STATE' },
  { weight: 2, value: 'TEST' },
]

/** When a story goes on, in milliseconds after the order was placed. */
export const turns: Record<Story, readonly { afterMs: number; turn: Turn }[]> = {
  PLAIN: [],
  PAID_LATER: [{ afterMs: 12_000, turn: 'PAY' }],
  MISTYPED_POSTCODE: [],
  POSTCODE_MENDED: [{ afterMs: 20_000, turn: 'MEND_POSTCODE' }],
  UNKNOWN_CODE: [],
  CANCELLED_EARLY: [{ afterMs: 2_000, turn: 'CANCEL' }],
  CANCELLED_MIDWAY: [{ afterMs: 9_000, turn: 'CANCEL' }],
  HIGH_RISK: [],
  WRONG_TOTAL: [],
  OLD_COPY: [
    { afterMs: 4_000, turn: 'ADD_NOTE' },
    { afterMs: 8_000, turn: 'OLD_COPY' },
  ],
  STRANGE_STATE: [],
  TEST: [],
}

/** The order as it is now, changed in place by one turn of its story. */
export function takeTurn(
  order: SandboxOrder,
  turn: Exclude<Turn, 'OLD_COPY'>,
  rightPostcode: string,
  now: string,
): void {
  const shop = 'payment' in order.states
  switch (turn) {
    case 'PAY':
      if (order.cancellation !== null) return
      order.payment = { ...order.payment, state: 'paid', paid_at: now }
      order.states = shop ? { ...order.states, payment: 'paid' } : { state: 'Unshipped' }
      break
    case 'MEND_POSTCODE':
      order.ship_to = { ...order.ship_to, postal_code: rightPostcode }
      break
    case 'CANCEL':
      if (order.parcels.length > 0) return
      order.cancellation = { id: `${order.id}-cancel`, at: now, reason: 'the buyer changed their mind' }
      order.states = shop ? { ...order.states, fulfilment: 'cancelled' } : { state: 'Canceled' }
      break
    case 'ADD_NOTE':
      order.note = 'Please leave it with a neighbour.'
      break
  }
  order.modified_at = now
}
