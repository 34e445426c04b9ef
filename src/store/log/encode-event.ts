import { createHash, randomBytes } from 'node:crypto'
import type { FieldChange, NewEvent } from '#domain/events'
import type { EventColumns, RecordedChange } from '#domain/events/recorded'
import type { Moment } from '#domain/moment'

/** A value that lies in event_personal, where it can be erased. `event` is the event's place in the call. */
export interface PersonalValue {
  event: number
  field: string
  side: 'before' | 'after'
  salt: string
  value: unknown
}

const empty: Omit<EventColumns, 'id' | 'position' | 'schemaVersion' | 'occurredAt' | 'actor'> = {
  reasonCode: null,
  orderId: null,
  orderNumber: null,
  sequence: null,
  status: null,
  previousStatus: null,
  customerStatus: null,
  channelKey: null,
  shipmentId: null,
  shipmentStatus: null,
  warehouseKeys: [],
  carriers: [],
  exceptionId: null,
  exceptionKind: null,
  exceptionStatus: null,
  queues: [],
  sku: null,
  movementId: null,
}

/** An event as its row; its personal values are put aside. */
export const encodeEvent = (event: NewEvent, place: number, moment: Moment, personal: PersonalValue[]): object => ({
  ...empty,
  ...event,
  occurredAt: moment.now,
  actor: moment.actor,
  changes: (event.changes ?? []).map((change) => withoutPersonal(change, place, personal)),
  data: event.data ?? {},
})

/** A personal value leaves the event: it keeps sha-256(salt ‖ value), the value lies where it can be erased. */
function withoutPersonal(change: FieldChange, event: number, personal: PersonalValue[]): RecordedChange {
  if (change.personal !== true)
    return { field: change.field, before: change.before ?? null, after: change.after ?? null }
  const aside = (side: 'before' | 'after', value: unknown) => {
    if (value === null || value === undefined) return null
    const salt = randomBytes(16).toString('hex')
    personal.push({ event, field: change.field, side, salt, value })
    return { digest: createHash('sha256').update(salt).update(JSON.stringify(value)).digest('hex') }
  }
  return {
    field: change.field,
    before: aside('before', change.before),
    after: aside('after', change.after),
    personal: true,
  }
}
