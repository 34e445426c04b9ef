import type { Change } from '#domain/order/draft'
import { parts } from '#domain/order/parts'

/** Rows of one table, all with the same columns. Updates and deletes find theirs by `id`. */
export interface Batch {
  table: string
  op: 'insert' | 'upsert' | 'update' | 'delete'
  /** The column that names a row; `id` unless said. */
  key?: 'id' | 'orderId'
  rows: object[]
}

export const inserted = (table: string, rows: object[]): Batch[] =>
  rows.length === 0 ? [] : [{ table, op: 'insert', rows }]

type Changed = Change<never>
type Put = (table: string, op: Batch['op'], rows: object[]) => Generator<void, void>

/**
 * The difference between what each order was and what it becomes, as few batches as its parts allow. A part that was not loaded is
 * left alone. Stops after each order.
 */
export function* changedRows(changes: Changed[]): Generator<void, Batch[]> {
  const batches: Batch[] = []
  function* put(table: string, op: Batch['op'], rows: object[]): Generator<void, void> {
    for (const alike of yield* byColumns(rows)) batches.push({ table, op, rows: alike })
  }
  const { customer, ...ofOrder } = parts
  // An order refers to its customer; everything else refers to the order.
  yield* put(customer.table, 'upsert', changedCustomers(changes))
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
  for (const [name, part] of Object.entries(ofOrder)) {
    if (part.isList) yield* putList(put, part.table, rowsOf(changes, name))
    else {
      const rows = rowsOf(changes, name).flatMap(({ before, after }) => after.filter((row) => !same(before[0], row)))
      if (rows.length > 0) batches.push({ table: part.table, op: 'upsert', key: part.key, rows })
    }
  }
  return batches
}

type Row = { id: string }

/** The rows of this part, before and after, of each order that it was loaded of. */
function rowsOf(changes: Changed[], name: string): { before: Row[]; after: Row[] }[] {
  const of = (state: Changed['after'] | null): Row[] | undefined => {
    const value = (state as unknown as Record<string, Row[] | Row | null | undefined> | null)?.[name]
    return Array.isArray(value) || value === undefined ? value : value === null ? [] : [value]
  }
  return changes.flatMap(({ before, after }) => {
    const rows = of(after)
    return rows === undefined ? [] : [{ before: of(before) ?? [], after: rows }]
  })
}

/** Sorted by id, as everybody locks them. */
function changedCustomers(changes: Changed[]): Row[] {
  const changed = rowsOf(changes, 'customer').flatMap(({ before, after }) =>
    after.filter((row) => !same(before[0], row)),
  )
  return [...new Map(changed.map((row) => [row.id, row])).values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function* putList(put: Put, table: string, orders: { before: Row[]; after: Row[] }[]): Generator<void, void> {
  const fresh: Row[] = []
  const changed: object[] = []
  const gone: Row[] = []
  for (const { before, after } of orders) {
    const old = new Map(before.map((row) => [row.id, row]))
    for (const row of after) {
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
