import { createHash, randomBytes } from 'node:crypto'
import type { FieldChange, NewEvent } from '#domain/events'
import type { EventColumns, RecordedChange } from '#domain/events/recorded'
import type { Moment } from '#domain/moment'
import { splitPersonal } from '#domain/order/personal'
import type { OrderStep } from '#domain/order/step'

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
export const encodeEvent = (
  { step, ...event }: NewEvent & { step?: OrderStep },
  place: number,
  moment: Moment,
  personal: PersonalValue[],
): object => ({
  ...empty,
  ...event,
  occurredAt: moment.now,
  actor: moment.actor,
  changes: (event.changes ?? []).map((change) => withoutPersonal(change, place, personal)),
  data: step === undefined ? (event.data ?? {}) : { ...event.data, [STEP]: encodeStep(step, place, personal) },
})

/** Where the step of an order's history lies in its event's data, and in event_personal what of it may name somebody. */
export const STEP = 'step'

function encodeStep(step: OrderStep, event: number, aside: PersonalValue[]): object {
  const { kept, personal } = splitPersonal(step)
  if (personal === null) return kept
  return { ...kept, personal: putAside(aside, { event, field: STEP, side: 'after', value: personal }) }
}

function putAside(personal: PersonalValue[], value: Omit<PersonalValue, 'salt'>): { digest: string } {
  const salt = randomBytes(16).toString('hex')
  personal.push({ ...value, salt })
  return { digest: createHash('sha256').update(salt).update(JSON.stringify(value.value)).digest('hex') }
}

/** A personal value leaves the event: it keeps sha-256(salt ‖ value), the value lies where it can be erased. */
function withoutPersonal(change: FieldChange, event: number, personal: PersonalValue[]): RecordedChange {
  if (change.personal !== true)
    return { field: change.field, before: change.before ?? null, after: change.after ?? null }
  const aside = (side: 'before' | 'after', value: unknown) =>
    value === null || value === undefined ? null : putAside(personal, { event, field: change.field, side, value })
  return {
    field: change.field,
    before: aside('before', change.before),
    after: aside('after', change.after),
    personal: true,
  }
}
