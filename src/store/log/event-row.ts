import type { EventColumns, RecordedEvent } from '#domain/events/recorded'
import { STEP } from './encode-event.ts'

export type { RecordedChange } from '#domain/events/recorded'

/**
 * An event as committed: all columns of `event`, and its place in the log. A newer process may have written a type that this build
 * does not know: see `isKnownType`.
 */
export type EventRow = RecordedEvent

export type PlacedEvent = EventRow & { position: number }

/** Every column but the place, which is of another table; one that is forgotten does not compile. */
const columns: Record<Exclude<keyof EventColumns, 'position'> | 'type' | 'changes' | 'data', true> = {
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

// The step of an order's history is for `loadHistory` alone.
const pairs = Object.keys(columns).map((name) => `'${name}', e."${name}"${name === 'data' ? ` - '${STEP}'` : ''}`)
/** An event's row as JSON, for statements that name the event `e` and its place `l`. Written once: `jsonb` would be built and then written. */
export const eventJson = `json_build_object(${pairs.join(', ')}, 'position', l."position")`
