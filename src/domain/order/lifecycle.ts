import type { CustomerStatus, OrderStatus } from '../vocabulary.ts'

interface Stage {
  meaning: string
  /** What the buyer sees while nothing about a shipment says more. */
  customerStatus: CustomerStatus
  /** Where an order may go in one step. Anything else is a defect, and refused before it is written. */
  next: readonly OrderStatus[]
}

const dispatched = [
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'PARTIALLY_DELIVERED',
  'DELIVERED',
  'PARTIALLY_RETURNED',
  'RETURNED',
] as const
const committed = ['RELEASED', 'PICKING', 'PACKED'] as const

/**
 * The shared lifecycle as one table. No channel adds to it. What has left the house never comes back into it; among the
 * dispatched statuses every step is possible, because carriers correct themselves.
 */
export const lifecycle: Record<OrderStatus, Stage> = {
  NEW: {
    meaning: 'Stored, and not through validation: a rule has not passed yet, or has not run.',
    customerStatus: 'RECEIVED',
    next: ['READY', 'RELEASED', 'CANCELLED', ...dispatched],
  },
  READY: {
    meaning: 'Every validation rule passed; no stock is committed yet.',
    customerStatus: 'RECEIVED',
    next: ['NEW', 'RELEASED', 'CANCELLED', ...dispatched],
  },
  RELEASED: {
    meaning: 'Committed to fulfilment: stock is allocated, shipments are planned and routed.',
    customerStatus: 'PREPARING',
    next: ['NEW', 'READY', 'PICKING', 'PACKED', 'CANCELLED', ...dispatched],
  },
  PICKING: {
    meaning: 'The least advanced open shipment is being picked.',
    customerStatus: 'PREPARING',
    next: ['NEW', 'READY', 'RELEASED', 'PACKED', 'CANCELLED', ...dispatched],
  },
  PACKED: {
    meaning: 'Every open shipment is packed; the carrier does not have it yet.',
    customerStatus: 'PREPARING',
    next: ['NEW', 'READY', 'RELEASED', 'PICKING', 'CANCELLED', ...dispatched],
  },
  PARTIALLY_SHIPPED: {
    meaning: 'A carrier has some units; others are still here.',
    customerStatus: 'PARTIALLY_SHIPPED',
    next: ['SHIPPED', 'PARTIALLY_DELIVERED', 'DELIVERED', 'PARTIALLY_RETURNED', 'RETURNED'],
  },
  SHIPPED: {
    meaning: 'A carrier has, or lost, every unit that was not cancelled.',
    customerStatus: 'SHIPPED',
    next: ['PARTIALLY_SHIPPED', 'PARTIALLY_DELIVERED', 'DELIVERED', 'PARTIALLY_RETURNED', 'RETURNED'],
  },
  PARTIALLY_DELIVERED: {
    meaning: 'Some units are delivered; others are on their way or still here.',
    customerStatus: 'PARTIALLY_DELIVERED',
    next: ['PARTIALLY_SHIPPED', 'SHIPPED', 'DELIVERED', 'PARTIALLY_RETURNED', 'RETURNED'],
  },
  DELIVERED: {
    meaning: 'Every unit that was not cancelled is delivered.',
    customerStatus: 'DELIVERED',
    next: ['PARTIALLY_SHIPPED', 'SHIPPED', 'PARTIALLY_DELIVERED', 'PARTIALLY_RETURNED', 'RETURNED'],
  },
  PARTIALLY_RETURNED: {
    meaning: 'Some delivered units came back; none is outstanding.',
    customerStatus: 'PARTIALLY_RETURNED',
    next: ['PARTIALLY_SHIPPED', 'SHIPPED', 'PARTIALLY_DELIVERED', 'DELIVERED', 'RETURNED'],
  },
  RETURNED: {
    meaning: 'Every unit that was not cancelled came back.',
    customerStatus: 'RETURNED',
    next: ['PARTIALLY_SHIPPED', 'SHIPPED', 'PARTIALLY_DELIVERED', 'DELIVERED', 'PARTIALLY_RETURNED'],
  },
  CANCELLED: {
    meaning: 'Every unit was cancelled before dispatch.',
    customerStatus: 'CANCELLED',
    // Where the channel shipped it all the same: what has left has left.
    next: dispatched,
  },
}

/** Whether goods of the order may have left: from here on an order is returned, never cancelled. */
export const isDispatched = (status: OrderStatus): boolean => (dispatched as readonly OrderStatus[]).includes(status)

/** Committed to fulfilment and still in the house. */
export const isCommitted = (status: OrderStatus): boolean => (committed as readonly OrderStatus[]).includes(status)
