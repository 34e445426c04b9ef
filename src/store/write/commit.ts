import { movedEvent, type NewEvent, type NewMovement } from '#domain/events'
import type { Moment } from '#domain/moment'
import type { Change } from '#domain/order/draft'
import type { OrderState } from '#domain/order/parts'
import { type Jsonb, jsonbOf } from '#engines/pipeline'
import type { BatchedCall, Handle, Statement } from '../handle.ts'
import { encodeEvent, type PersonalValue } from '../log/encode-event.ts'
import { inSlices } from '../turn.ts'
import { type Batch, changedRows, inserted } from './rows.ts'

/** Everything that one mutation writes. It is written as a whole, in one call and one transaction, or not at all. */
export interface Write {
  moment: Moment
  changes?: Change<never>[]
  /** Rows that those of the changes refer to, such as a pick list: written before them. */
  parents?: Batch[]
  /** Rows outside an order: settings, catalogue, exceptions without an order. */
  rows?: Batch[]
  /** Rows whose version must still be the one that was read. */
  guards?: { table: string; id: string; version: number }[]
  /** Stock levels whose version must still be the one that was read (0: not there yet). */
  levels?: { stockItemId: string; warehouseId: string; version: number }[]
  /** Channel references that this write creates an order for, or defers a message under. */
  reservations?: Reservation[]
  /** Channel snapshots that must still be the last ones. */
  snapshots?: { orderId: string; updatedAt: string | null; digest: string }[]
  movements?: NewMovement[]
  events?: NewEvent[]
  idempotency?: { principalId: string; key: string; requestHash: string; outcome: unknown }
}

export interface Reservation {
  channelId: string
  reference: string
  expectedOrderId: string | null
  expectedDeferred: number
  orderId: string | null
  deferred: unknown[]
}

/** A commit of several writes gives up after this where a lock is in its way: each is tried alone then, and only its own waits on. */
const SHARED_COMMIT_LOCK_MS = 200

const commitStatement: Statement = {
  name: 'crossdock_commit',
  text: 'select crossdock_commit($1::jsonb) as r',
  genericPlan: true,
}
const sharedCommit: Statement = {
  name: 'crossdock_shared_commit',
  text: `select crossdock_commit($1::jsonb) as r from set_config('lock_timeout', '${SHARED_COMMIT_LOCK_MS}ms', true)`,
  genericPlan: true,
}

/** Orders of writes that share one call: who waits for a large call waits long. A write of more goes alone. */
export const ORDERS_PER_COMMIT = 64

const commits: BatchedCall<Write, unknown> = {
  limit: ORDERS_PER_COMMIT,
  weightOf: ({ changes }) => Math.max(1, changes?.length ?? 0),
  keysOf: ownKeys,
  run: send,
}

/**
 * Commits; throws a conflict (see errors.ts) when what was decided on is no longer so. Writes of orders that come at the same time
 * share one call, one transaction and one flush.
 */
export async function commit(handle: Handle, write: Write): Promise<void> {
  for (const { events, after } of write.changes ?? []) {
    if (events.length === 0) throw new Error(`order ${after.order.number}: a change without an event leaves no trail`)
  }
  await (isShareable(write) ? handle.batched(commits, write) : send(handle, [write]))
}

/** What only touches orders, and rows that hang on them. */
const isShareable = ({ guards, levels, parents, rows }: Write): boolean =>
  [guards, levels, parents].every((part) => part === undefined || part.length === 0) &&
  (rows ?? []).every(({ table }) => table === 'channel_snapshot')

/**
 * What no two writes of a call may both have: the second would not see what the first did. Stock that orders move is theirs together;
 * what moves it by itself says in its event which level it left, so it has the level to itself.
 */
function ownKeys({ changes, reservations, snapshots, movements, idempotency }: Write): string[] {
  return [
    ...(changes ?? []).map(({ after }) => after.order.id),
    ...(changes ?? []).flatMap(({ after }) => (after as Partial<OrderState>).customer?.id ?? []),
    ...(reservations ?? []).map(({ channelId, reference }) => `${channelId} ${reference}`),
    ...(snapshots ?? []).map(({ orderId }) => orderId),
    ...(movements ?? []).map(({ stockItemId, warehouseId }) => `${stockItemId} ${warehouseId}`),
    ...(idempotency === undefined ? [] : [`${idempotency.principalId} ${idempotency.key}`]),
  ]
}

async function send(handle: Handle, writes: Write[]): Promise<unknown[]> {
  const parameter = await inSlices(parameterOf(writes))
  return handle.query(writes.length === 1 ? commitStatement : sharedCommit, [parameter])
}

/** Rows and events from which the text of a write is made in slices; that of fewer is there in a moment. */
const MANY_ROWS = 500

function* parameterOf(writes: Write[]): Generator<void, string | Jsonb> {
  const payload = yield* payloadOf(writes)
  const { rows = [], events = [] } = payload
  const size = rows.reduce((sum, batch) => sum + batch.rows.length, events.length)
  return size < MANY_ROWS ? JSON.stringify(payload) : yield* jsonbOf(payload)
}

const each = <T>(writes: readonly Write[], part: (write: Write) => readonly T[] | undefined): T[] =>
  writes.flatMap((write) => part(write) ?? [])

/** A reservation in the words of `crossdock_commit`. */
const storedReservation = ({ expectedDeferred, deferred, ...rest }: Reservation) => ({
  ...rest,
  expectedParked: expectedDeferred,
  parked: deferred,
})

/** What `crossdock_commit` takes, but for lists that are empty. */
type Payload = { rows?: Batch[]; [list: string]: unknown[] | undefined }

/** Stops after each event and order, wherever it can be interrupted. */
function* payloadOf(writes: Write[]): Generator<void, Payload> {
  const personal: PersonalValue[] = []
  const events: object[] = []
  const movements: Record<string, unknown>[] = []
  for (const write of writes) {
    const { moment, changes = [] } = write
    const moved = [...changes.flatMap((change) => change.movements), ...(write.movements ?? [])]
    const reported = [...changes.flatMap((change) => change.events), ...moved.map(movedEvent), ...(write.events ?? [])]
    for (const event of reported) {
      events.push(encodeEvent(event, events.length, moment, personal))
      yield
    }
    for (const { sku: _, warehouseKey: __, ...movement } of moved) {
      movements.push({ ...movement, actor: moment.actor, occurredAt: movement.occurredAt ?? moment.now })
    }
  }
  const changes = each(writes, (write) => write.changes)
  const payload = {
    idempotencies: writes.flatMap((write) => write.idempotency ?? []),
    slots: each(writes, (write) => write.reservations).map(storedReservation),
    orders: changes
      .filter((c) => c.before !== null)
      .map((c) => ({ id: c.after.order.id, version: c.before!.order.version })),
    guards: each(writes, (write) => write.guards),
    snapshots: each(writes, (write) => write.snapshots),
    rows: [
      ...each(writes, (write) => write.parents),
      ...(yield* changedRows(changes)),
      ...inserted(
        'ledger_entry',
        changes.flatMap((c) => c.ledger),
      ),
      ...inserted(
        'message',
        changes.flatMap((c) => c.messages),
      ),
      ...each(writes, (write) => write.rows).filter((batch) => batch.rows.length > 0),
    ],
    levels: each(writes, (write) => write.levels),
    movements,
    events,
    personal,
  }
  return Object.fromEntries(Object.entries(payload).filter(([, list]) => list.length > 0))
}
