import {
  columnOf,
  isTree,
  joined,
  joinedTable,
  type Parent,
  parameter,
  relationOf,
  type Scope,
  sqlOf,
  type TableRef,
} from './scope.ts'
import { type Shaped, Slot, type Take, type Tree } from './shape.ts'
import { uncompiled } from './uncompiled.ts'
import { conditionOf } from './where.ts'

interface Step {
  sql: string
  descends: boolean
  nulls: 'first' | 'last' | null
  /** The column where the step is one of the table itself. */
  column?: string
}

/** Which of the rows are wanted, in which order. */
export interface Window {
  /** The condition of `where` and of the cursor; empty or ` where …`. */
  where: string
  order: string
  offset: string
  /** Rows are read in the reverse order. */
  backwards: boolean
  take?: Take
}

const directions = new Set<Shaped | undefined>(['asc', 'desc'])

function stepOf(scope: Scope, table: TableRef, name: string, value: Shaped): Step {
  if (table.model.columns.has(name)) {
    const { sort, nulls } = isTree(value) ? value : { sort: value, nulls: null }
    const isKnown =
      directions.has(sort) && (nulls === undefined || nulls === null || nulls === 'first' || nulls === 'last')
    if (!isKnown) return uncompiled('an order that is neither asc nor desc')
    return { sql: sqlOf(table, name), descends: sort === 'desc', nulls: (nulls ?? null) as Step['nulls'], column: name }
  }
  const relation = relationOf(table, name)
  if (relation.isList || !isTree(value)) return uncompiled('an order by a list')
  const [[next, further] = ['', null], ...more] = Object.entries(value)
  if (more.length > 0) return uncompiled('an order by several things at once')
  const beside = joinedTable(scope, table, relation)
  if (beside !== undefined) return { ...stepOf(scope, beside, next, further), column: undefined }
  const there = scope.table(relation.target)
  const step = stepOf(scope, there, next, further)
  const sql = `(select ${step.sql} from ${there.model.table} ${there.alias} where ${joined(table, relation, there)})`
  return { ...step, sql, column: undefined }
}

function stepsOf(scope: Scope, table: TableRef, orderBy: Shaped | undefined): Step[] {
  const entries = orderBy === undefined ? [] : Array.isArray(orderBy) ? orderBy : [orderBy]
  return entries.map((entry) => {
    const pairs = isTree(entry) ? Object.entries(entry) : uncompiled('an order that is no object')
    if (pairs.length !== 1) return uncompiled('an order by several things at once')
    return stepOf(scope, table, ...pairs[0]!)
  })
}

const flipped = (step: Step): Step => ({
  ...step,
  descends: !step.descends,
  nulls: step.nulls === null ? null : step.nulls === 'first' ? 'last' : 'first',
})

const written = ({ sql, descends, nulls }: Step): string =>
  `${sql} ${descends ? 'desc' : 'asc'}${nulls === null ? '' : ` nulls ${nulls}`}`

/** Reads `where`, `orderBy`, `cursor`, `skip` and `take`. `parent`: whose the rows are. */
export function windowOf(scope: Scope, table: TableRef, args: Tree, parent?: Parent): Window {
  const take = args.take as Take | undefined
  const backwards = take?.backwards ?? false
  let steps = stepsOf(scope, table, args.orderBy)
  // As Prisma does: where only some are taken and no order is asked for, by the key.
  if (steps.length === 0 && (take !== undefined || args.cursor !== undefined)) {
    steps = table.model.key.map((name) => stepOf(scope, table, name, 'asc'))
  }
  if (backwards) steps = steps.map(flipped)
  const link = parent === undefined ? undefined : joined(parent.table, parent.relation, table)
  const asked = isTree(args.where) ? conditionOf(scope, table, args.where) : undefined
  const beyond = args.cursor === undefined ? undefined : cursorOf(scope, table, args, steps, parent)
  const held = [link, asked, beyond].filter((part) => part !== undefined)
  return {
    where: held.length === 0 ? '' : ` where ${held.join(' and ')}`,
    order: steps.length === 0 ? '' : ` order by ${steps.map(written).join(', ')}`,
    offset: args.skip instanceof Slot ? ` offset ${parameter(args.skip)}` : '',
    backwards,
    take,
  }
}

/** The row of the cursor and what comes after it. The order must tell every two rows apart, and know no nulls. */
function cursorOf(scope: Scope, table: TableRef, args: Tree, steps: Step[], parent?: Parent): string {
  const columns = steps.map(({ column }) => column ?? uncompiled('a cursor in an order by a relation'))
  if (columns.some((name) => !columnOf(table, name).isRequired))
    return uncompiled('a cursor in an order that knows nulls')
  const isTotal = [...table.model.uniques.values()].some((unique) => unique.every((name) => columns.includes(name)))
  if (!isTotal) return uncompiled('a cursor in an order that has ties')
  const [{ descends } = { descends: false }] = steps
  if (steps.some((step) => step.descends !== descends)) return uncompiled('a cursor in an order of two directions')
  const there = scope.table(table.model.name)
  const link = parent === undefined ? undefined : joined(parent.table, parent.relation, there)
  // Within a relation Prisma looks for the cursor among the rows that were asked for; at the top anywhere.
  const asked = parent !== undefined && isTree(args.where) ? conditionOf(scope, there, args.where) : undefined
  const named = conditionOf(scope, there, expanded(there, args.cursor))
  const held = [named, link, asked].filter((part) => part !== undefined).join(' and ')
  const here = columns.map((name) => sqlOf(table, name)).join(', ')
  const at = columns.map((name) => sqlOf(there, name)).join(', ')
  return `(${here}) ${descends ? '<' : '>'}= (select ${at} from ${there.model.table} ${there.alias} where ${held})`
}

/** A `where` that names one row; names of several unique columns together, as Prisma has them, are taken apart. */
export function expanded({ model }: TableRef, where: Shaped | undefined): Tree {
  if (!isTree(where)) return uncompiled('a row that nothing names')
  const out: Tree = {}
  let isNamed = false
  for (const [name, value] of Object.entries(where)) {
    const columns = model.relations.has(name) ? undefined : model.uniques.get(name)
    if (columns === undefined) out[name] = value
    else if (columns.length === 1) out[name] = value
    else if (!isTree(value)) return uncompiled('a compound key that is no object')
    else for (const column of columns) out[column] = value[column] ?? uncompiled('a compound key that lacks a part')
    isNamed ||= columns?.every((column) => out[column] instanceof Slot) ?? false
  }
  return isNamed ? out : uncompiled('a row that nothing names')
}
