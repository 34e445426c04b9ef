import { isTree, parameter, sqlOf, type TableRef } from './scope.ts'
import { type Shaped, Slot, type Tree } from './shape.ts'

/** A page of rows with one of several values: that of each value is read along the index, and the pages are merged. */
export interface Merged {
  /** The condition without the list of values. */
  rest: Tree
  /** The values, as a table `v` with the column `x`. */
  values: string
  /** What ties a row to its value. */
  condition: string
}

/**
 * One of a list of values, in an order: an index gives each value's rows in that order, and all of them in none. Postgres would choose between
 * the whole list sorted and the order filtered, by what it guesses; the rows of a page are few either way if each value gives its own.
 */
export function mergedOf(table: TableRef, args: Tree): Merged | undefined {
  if (args.take === undefined || args.skip !== undefined || args.cursor !== undefined) return undefined
  const [first] = Array.isArray(args.orderBy) ? args.orderBy : [args.orderBy]
  const [sorted] = isTree(first) ? Object.keys(first) : []
  if (sorted === undefined || !isTree(args.where)) return undefined
  for (const [column, { type, orders }] of table.model.leading) {
    if (!orders.includes(sorted)) continue
    const found = taken(args.where, column)
    if (found === undefined) continue
    // Saying it twice tells the planner that rows of a value are few: else it may walk along the order and throw the others away, all of
    // them where the value's rows lie at the far end.
    const sql = sqlOf(table, column)
    return {
      rest: found.rest,
      values: `(select distinct u.x from unnest(${parameter(found.slot)}::${type}[]) u(x)) v`,
      condition: `${sql} = v.x and ${sql} between v.x and v.x`,
    }
  }
  return undefined
}

/** The list that this column has to be in, and the condition without it. */
function taken(where: Tree, column: string): { slot: Slot; rest: Tree } | undefined {
  const value = where[column]
  if (isTree(value) && value.in instanceof Slot && value.in.kind === 'many' && Object.keys(value).length === 1) {
    const { [column]: _, ...rest } = where
    return { slot: value.in, rest }
  }
  const parts: Shaped[] = Array.isArray(where.AND) ? where.AND : []
  for (const [index, part] of parts.entries()) {
    const found = isTree(part) ? taken(part, column) : undefined
    if (found !== undefined) return { slot: found.slot, rest: { ...where, AND: parts.with(index, found.rest) } }
  }
  return undefined
}
