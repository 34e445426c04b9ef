import type { StockState } from '../vocabulary.ts'
import type { EventOf } from './event-of.ts'

/** Units that go from one state to another in one warehouse; null outside: they came into being, or left. */
export interface NewMovement {
  id: string
  stockItemId: string
  sku: string
  warehouseId: string
  warehouseKey: string
  fromState: StockState | null
  toState: StockState | null
  quantity: number
  reason: string
  reference: string | null
  orderId: string | null
  shipmentId: string | null
  /** When the units really moved, where that is not now: a count found it out later. */
  occurredAt?: string
}

type Moved = Pick<NewMovement, 'fromState' | 'toState' | 'quantity' | 'reason' | 'reference'>

export interface NewStockEvent extends EventOf<'STOCK_MOVED', Moved> {
  sku: string
  movementId: string
  warehouseKeys: string[]
  shipmentId: string | null
}

/** A row of stock_level. */
export interface LevelData {
  id: string
  stockItemId: string
  warehouseId: string
  version: number
  available: number
  committed: number
  picked: number
  putAway: number
  damaged: number
  qualityControl: number
  inTransit: number
  incoming: number
  updatedAt: string
}

/** Each movement is an event of its own: the audit trail of stock. */
export const movedEvent = (m: NewMovement): NewStockEvent => ({
  type: 'STOCK_MOVED',
  sku: m.sku,
  movementId: m.id,
  warehouseKeys: [m.warehouseKey],
  shipmentId: m.shipmentId,
  data: { fromState: m.fromState, toState: m.toState, quantity: m.quantity, reason: m.reason, reference: m.reference },
})
