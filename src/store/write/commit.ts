import { createHash, randomBytes } from 'node:crypto'
import type { FieldChange, NewEvent, NewMovement } from '#domain/events'
import type { Actor, Moment } from '#domain/moment'
import type { Change } from '#domain/order/draft'
import type { Handle, Statement } from '../handle.ts'
import { type Batch, changedRows, inserted } from './rows.ts'

/** Everything that one mutation writes. It is written as a whole, in one call and one transaction, or not at all. */
export interface Write {
  moment: Moment
  changes?: Change[]
  /** Rows that those of the changes refer to, such as a pick list: written before them. */
  parents?: Batch[]
  /** Rows outside an order: settings, catalogue, exceptions without an order. */
  rows?: Batch[]
  /** Rows whose version must still be the one that was read. */
  guards?: { table: string; id: string; version: number }[]
  /** Stock levels whose version must still be the one that was read (0: not there yet). */
  levels?: { stockItemId: string; warehouseId: string; version: number }[]
  /** Channel references that this write creates an order for, or parks a message under. */
  slots?: Slot[]
  /** Channel snapshots that must still be the last ones. */
  snapshots?: { orderId: string; updatedAt: string | null; digest: string }[]
  movements?: NewMovement[]
  events?: NewEvent[]
  idempotency?: { principalId: string; key: string; requestHash: string; outcome: unknown }
}

export interface Slot {
  channelId: string
  reference: string
  expectedOrderId: string | null
  expectedParked: number
  orderId: string | null
  parked: unknown[]
}

const commitStatement: Statement = {
  name: 'crossdock_commit',
  text: 'select crossdock_commit($1::jsonb) as r',
  steady: true,
}

/** Commits; throws a conflict (see errors.ts) when what was decided on is no longer so. */
export async function commit(handle: Handle, write: Write): Promise<{ eventIds: number[] }> {
  const [result] = await handle.query<{ eventIds: number[] }>(commitStatement, [JSON.stringify(payloadOf(write))])
  return result!
}

function payloadOf(write: Write): Record<string, unknown> {
  const changes = write.changes ?? []
  for (const change of changes) {
    if (change.events.length === 0)
      throw new Error(`order ${change.after.order.number}: a change without an event leaves no trail`)
  }
  const movements = [...changes.flatMap((change) => change.movements), ...(write.movements ?? [])]
  const events: NewEvent[] = [
    ...changes.flatMap((change) => change.events),
    ...movements.map(movedEvent),
    ...(write.events ?? []),
  ]
  const personal: PersonalValue[] = []
  const { moment } = write
  const payload = {
    idempotency: write.idempotency,
    slots: write.slots,
    orders: changes
      .filter((c) => c.before !== null)
      .map((c) => ({ id: c.after.order.id, version: c.before!.order.version })),
    guards: write.guards,
    snapshots: write.snapshots,
    rows: [
      ...(write.parents ?? []),
      ...changedRows(changes),
      ...inserted(
        'ledger_entry',
        changes.flatMap((c) => c.ledger),
      ),
      ...inserted(
        'message',
        changes.flatMap((c) => c.messages),
      ),
      ...(write.rows ?? []).filter((batch) => batch.rows.length > 0),
    ],
    levels: write.levels,
    movements: movements.map(({ sku: _, warehouseKey: __, ...m }) => ({
      ...m,
      actor: moment.actor,
      occurredAt: m.occurredAt ?? moment.now,
    })),
    events: events.map((event, index) => eventRow(event, index, moment, personal)),
    personal,
  }
  return Object.fromEntries(
    Object.entries(payload).filter(([, v]) => v !== undefined && !(Array.isArray(v) && v.length === 0)),
  )
}

/** Each movement is an event of its own: the audit trail of stock. */
const movedEvent = (m: NewMovement): NewEvent => ({
  type: 'STOCK_MOVED',
  sku: m.sku,
  movementId: m.id,
  orderId: null,
  warehouseKeys: [m.warehouseKey],
  shipmentId: m.shipmentId,
  data: { fromState: m.fromState, toState: m.toState, quantity: m.quantity, reason: m.reason, reference: m.reference },
})

interface PersonalValue {
  event: number
  field: string
  side: 'before' | 'after'
  salt: string
  value: unknown
}

function eventRow(event: NewEvent, index: number, moment: Moment, personal: PersonalValue[]): Record<string, unknown> {
  return {
    type: event.type,
    occurredAt: moment.now,
    actor: moment.actor satisfies Actor,
    reasonCode: event.reasonCode ?? null,
    changes: (event.changes ?? []).map((change) => withoutPersonal(change, index, personal)),
    data: event.data ?? {},
    orderId: event.orderId ?? null,
    orderNumber: event.orderNumber ?? null,
    sequence: event.sequence ?? null,
    status: event.status ?? null,
    previousStatus: event.previousStatus ?? null,
    customerStatus: event.customerStatus ?? null,
    channelKey: event.channelKey ?? null,
    shipmentId: event.shipmentId ?? null,
    shipmentStatus: event.shipmentStatus ?? null,
    warehouseKeys: event.warehouseKeys ?? [],
    carriers: event.carriers ?? [],
    exceptionId: event.exceptionId ?? null,
    exceptionKind: event.exceptionKind ?? null,
    exceptionStatus: event.exceptionStatus ?? null,
    queues: event.queues ?? [],
    sku: event.sku ?? null,
    movementId: event.movementId ?? null,
  }
}

/** A personal value leaves the event: it keeps sha-256(salt ‖ value), the value lies where it can be erased. */
function withoutPersonal(change: FieldChange, event: number, personal: PersonalValue[]): Record<string, unknown> {
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
