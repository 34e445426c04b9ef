import type { Change } from '#domain/order/draft'
import type { OrderState } from '#domain/order/state'

/** Rows of one table, all with the same columns. Updates and deletes find theirs by `id`. */
export interface Batch {
  table: string
  op: 'insert' | 'upsert' | 'update' | 'delete'
  /** The column that names a row; `id` unless said. */
  key?: 'orderId'
  rows: object[]
}

export const inserted = (table: string, rows: object[]): Batch[] =>
  rows.length === 0 ? [] : [{ table, op: 'insert', rows }]

/** The tables of an order, parents before children. */
const tables = [
  ['references', 'external_reference'],
  ['lines', 'order_line'],
  ['payments', 'payment'],
  ['transactions', 'payment_transaction'],
  ['holds', 'hold'],
  ['cancellationRequests', 'cancellation_request'],
  ['shipments', 'shipment'],
  ['shipmentLines', 'shipment_line'],
  ['packages', 'package'],
  ['trackingEvents', 'tracking_event'],
  ['refunds', 'refund'],
  ['exceptions', 'exception_case'],
  ['pushes', 'channel_push'],
] as const satisfies readonly (readonly [keyof OrderState, string])[]

/** The difference between what each order was and what it becomes, as few batches as its tables allow. Stops after each order. */
export function* changedRows(changes: Change[]): Generator<void, Batch[]> {
  const batches: Batch[] = []
  function* put(table: string, op: Batch['op'], rows: object[]): Generator<void, void> {
    for (const alike of yield* byColumns(rows)) batches.push({ table, op, rows: alike })
  }
  const customers = new Map<string, object>()
  for (const { before, after } of changes) {
    if (after.customer !== null && !same(before?.customer, after.customer))
      customers.set(after.customer.id, after.customer)
  }
  yield* put(
    'customer',
    'upsert',
    [...customers.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
  )
  yield* put(
    'order',
    'insert',
    changes.filter((c) => c.before === null).map((c) => c.after.order),
  )
  yield* put(
    'order',
    'update',
    changes.flatMap(({ before, after }) => (before === null ? [] : [altered(before.order, after.order)])),
  )
  const snapshots = changes.flatMap((c) =>
    c.after.snapshot !== null && !same(c.before?.snapshot, c.after.snapshot) ? [c.after.snapshot] : [],
  )
  if (snapshots.length > 0) batches.push({ table: 'channel_snapshot', op: 'upsert', key: 'orderId', rows: snapshots })
  for (const [key, table] of tables) {
    const fresh: object[] = []
    const changed: object[] = []
    const gone: object[] = []
    for (const { before, after } of changes) {
      const old = new Map((before?.[key] ?? []).map((row) => [row.id, row]))
      for (const row of after[key]) {
        const previous = old.get(row.id)
        if (previous === undefined) fresh.push(row)
        else if (!same(previous, row)) changed.push(altered(previous, row))
        old.delete(row.id)
      }
      for (const row of old.values()) gone.push({ id: row.id })
      yield
    }
    // Deletes first: a row may give its unique place to another.
    yield* put(table, 'delete', gone)
    yield* put(table, 'insert', fresh)
    yield* put(table, 'update', changed)
  }
  return batches
}

/** Changes of several writes are in one call: a row that brings fewer columns than another must not have the others emptied. */
function* byColumns(rows: object[]): Generator<void, object[][]> {
  const sets: { columns: string[]; rows: object[] }[] = []
  let seen = 0
  for (const row of rows) {
    const columns = Object.keys(row)
    const set = sets.find((one) => one.columns.length === columns.length && one.columns.every((name) => name in row))
    if (set === undefined) sets.push({ columns, rows: [row] })
    else set.rows.push(row)
    if (++seen % 64 === 0) yield
  }
  return sets.map((set) => set.rows)
}

/** The row's id and what is new of it: a column that is written as it was costs as much as one that changes. */
function altered<Row extends { id: string }>(before: Row, after: Row): object {
  const columns = Object.entries(after).filter(
    ([name, value]) => name === 'id' || !same(before[name as keyof Row], value),
  )
  return Object.fromEntries(columns)
}

/** Whether two values, or two rows, are written alike. Rows that a decision did not touch are the very same objects. */
const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
