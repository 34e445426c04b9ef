import type { EventType } from '#domain/events'
import type { Actor } from '#domain/moment'
import type { CustomerStatus, ExceptionKind, ExceptionStatus, OrderStatus, ShipmentStatus } from '#domain/vocabulary'

/** A changed field as the event keeps it: a personal value is `{digest}`, and lies in event_personal until it is erased. */
export interface RecordedChange {
  field: string
  before: unknown
  after: unknown
  personal?: boolean
}

/** An event as committed: all columns of `event`, and its place in the log. */
export interface EventRow {
  id: number
  /** Its place in the one total order; null until it has one. */
  position: number | null
  /** A newer process may have written a word that this build does not know: see `isKnownType`. */
  type: EventType
  schemaVersion: number
  occurredAt: string
  actor: Actor
  reasonCode: string | null
  changes: RecordedChange[]
  data: Record<string, unknown>
  orderId: string | null
  orderNumber: string | null
  sequence: number | null
  status: OrderStatus | null
  previousStatus: OrderStatus | null
  customerStatus: CustomerStatus | null
  channelKey: string | null
  shipmentId: string | null
  shipmentStatus: ShipmentStatus | null
  warehouseKeys: string[]
  carriers: string[]
  exceptionId: string | null
  exceptionKind: ExceptionKind | null
  exceptionStatus: ExceptionStatus | null
  queues: string[]
  sku: string | null
  movementId: string | null
}

export type PlacedEvent = EventRow & { position: number }

/** Every column but the place, which is of another table; one that is forgotten does not compile. */
const columns: Record<Exclude<keyof EventRow, 'position'>, true> = {
  id: true,
  type: true,
  schemaVersion: true,
  occurredAt: true,
  actor: true,
  reasonCode: true,
  changes: true,
  data: true,
  orderId: true,
  orderNumber: true,
  sequence: true,
  status: true,
  previousStatus: true,
  customerStatus: true,
  channelKey: true,
  shipmentId: true,
  shipmentStatus: true,
  warehouseKeys: true,
  carriers: true,
  exceptionId: true,
  exceptionKind: true,
  exceptionStatus: true,
  queues: true,
  sku: true,
  movementId: true,
}

const pairs = Object.keys(columns).map((name) => `'${name}', e."${name}"`)
/** An event's row as JSON, for statements that name the event `e` and its place `l`. Written once: `jsonb` would be built and then written. */
export const eventJson = `json_build_object(${pairs.join(', ')}, 'position', l."position")`
