import { createHash } from 'node:crypto'
import type { Models } from './datamodel.ts'
import type { Limits, Statement } from './options.ts'
import { expanded } from './order.ts'
import { Program } from './program.ts'
import { columnOf, isTree, joining, parameter, Scope, sqlOf, type TableRef, tablesOf } from './scope.ts'
import { rowOf, rowsOf } from './select.ts'
import { Slot, type Take, type Tree } from './shape.ts'
import { isSkewed } from './skew.ts'
import { uncompiled } from './uncompiled.ts'
import { conditionOf } from './where.ts'

export const methods = [
  'findUnique',
  'findUniqueOrThrow',
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'count',
  'groupBy',
] as const

export type Method = (typeof methods)[number]

/** A compiled read. */
export interface Plan {
  statement: Statement
  /** What Prisma would answer, from the output columns of the statement's rows. */
  answer(rows: unknown[]): unknown
  /** The same for many keys at once: `index` is the parameter that then is a list; rows are [key, row]. */
  batched?: { index: number; statement: Statement; one(row: unknown): unknown }
}

/** How a statement is planned: once per session, as Postgres likes, or anew each time. Look-ups find their rows by a key whatever the values. */
type Planning = 'lookup' | 'kept' | 'anew'

const statementOf = (text: string, planning: Planning): Statement => ({
  name: planning === 'anew' ? '' : `r_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`,
  text,
  lookup: planning === 'lookup',
  json: true,
})

/** The statement for arguments of this shape. */
export function compile(
  { models, limits }: { models: Models; limits: Limits },
  model: string,
  method: Method,
  args: Tree,
): Plan {
  const scope = new Scope(models)
  const table = scope.table(model)
  switch (method) {
    case 'findUnique':
    case 'findUniqueOrThrow':
      return compileUnique(scope, table, args)
    case 'findFirst':
    case 'findFirstOrThrow':
    case 'findMany':
      return compileMany(scope, table, args, { isMany: method === 'findMany', limits })
    case 'count':
      return compileCount(scope, table, args)
    case 'groupBy':
      return compileGroups(scope, table, args)
  }
}

/** Refuses arguments that the method does not take, or that nobody has taught the reader. */
function only(args: Tree, ...names: string[]): void {
  const other = Object.keys(args).find((name) => !names.includes(name))
  if (other !== undefined) uncompiled(`the argument ${other}`)
}

function compileUnique(scope: Scope, table: TableRef, args: Tree): Plan {
  only(args, 'select', 'include', 'where')
  const where = expanded(table, args.where)
  const program = new Program()
  const root = joining(table)
  const row = rowOf(scope, program, root, args, undefined, true)
  const decode = program.compile(program.define(row.source))
  const from = `from ${tablesOf(root)} where`
  const json = row.kind === 'texts' ? `array_to_json(${row.sql})` : row.sql
  return {
    // The rows are found by their key whatever the values, and the rest hangs on them: the plan may be made once.
    statement: statementOf(`select ${json} as r ${from} ${conditionOf(scope, table, where)}`, 'lookup'),
    answer: ([raw]) => (raw === undefined ? null : decode(raw as never)),
    batched: batchedOf(
      scope,
      table,
      where,
      (key) => `select json_build_array(${key}::text, ${row.sql}) as r ${from}`,
      decode,
    ),
  }
}

function batchedOf(
  scope: Scope,
  table: TableRef,
  where: Tree,
  select: (key: string) => string,
  decode: (raw: never) => unknown,
): Plan['batched'] {
  const keys = Object.keys(where).filter((name) => table.model.uniques.get(name)?.length === 1)
  const [key = ''] = keys
  const slot = where[key]
  if (keys.length !== 1 || !(slot instanceof Slot) || columnOf(table, key).type !== 'String') return undefined
  const rest = conditionOf(scope, table, { ...where, [key]: { in: new Slot(slot.index, 'many') } })
  return {
    index: slot.index,
    statement: statementOf(`${select(sqlOf(table, key))} ${rest}`, 'lookup'),
    one: (row) => decode(row as never),
  }
}

interface Listing {
  isMany: boolean
  limits: Limits
}

function compileMany(scope: Scope, table: TableRef, args: Tree, { isMany, limits }: Listing): Plan {
  only(args, 'select', 'include', 'where', 'orderBy', 'cursor', 'skip', ...(isMany ? ['take'] : []))
  const program = new Program()
  const root = isMany && args.take === undefined ? joining(table) : table
  const row = rowOf(scope, program, root, args)
  const { rows, isBackwards } = rowsOf(scope, root, row.sql, args)
  const decode = program.compileList(program.define(row.source), isBackwards)
  const list = `select array_to_json(array(${isMany ? rows : `${rows} limit 1`})) as r`
  // Null instead of rows that are too many to be sent: the size of a value that was just made costs nothing to look at.
  const text = `select case when pg_column_size(x.r) <= ${limits.readBytes} then x.r end as r from (${list} offset 0) x`
  return {
    statement: statementOf(text, isSkewed(table, args.where, args.orderBy) ? 'anew' : 'kept'),
    answer: ([raw]) => {
      if (raw === null) throw limits.tooLarge()
      const found = decode(raw as never) as unknown[]
      return isMany ? found : (found[0] ?? null)
    },
  }
}

function whereOf(scope: Scope, table: TableRef, args: Tree): string {
  const condition = isTree(args.where) ? conditionOf(scope, table, args.where) : undefined
  return condition === undefined ? '' : ` where ${condition}`
}

function compileCount(scope: Scope, table: TableRef, args: Tree): Plan {
  only(args, 'where', 'take')
  const rows = `from ${table.model.table} ${table.alias}${whereOf(scope, table, args)}`
  const take = args.take as Take | undefined
  const counted = take === undefined ? rows : `from (select ${rows} limit ${take.atMost}) x`
  const total = take === undefined ? 'count(*)' : `least(count(*), ${parameter(take.rows)}::int8)`
  return { statement: statementOf(`select to_json(${total}) as r ${counted}`, 'anew'), answer: ([total]) => total }
}

/** Counts of rows by the values of columns. */
function compileGroups(scope: Scope, table: TableRef, args: Tree): Plan {
  only(args, 'by', 'where', '_count')
  const counts = isTree(args._count) && args._count._all === true && Object.keys(args._count).length === 1
  if (!counts) return uncompiled('groups that count anything but their rows')
  const names = Array.isArray(args.by) ? args.by.map(String) : [String(args.by)]
  const program = new Program()
  const select = Object.fromEntries(names.map((name) => [columnOf(table, name).name, true]))
  const row = rowOf(scope, program, table, { select }, undefined, true)
  const decode = program.compile(program.define(`{ ...(r => (${row.source}))(r[1]), _count: { _all: r[0] } }`))
  const by = names.map((name) => sqlOf(table, name)).join(', ')
  const from = `from ${table.model.table} ${table.alias}${whereOf(scope, table, args)}`
  const text = `select json_build_array(count(*), ${row.sql}) as r ${from} group by ${by}`
  return { statement: statementOf(text, 'anew'), answer: (rows) => rows.map((raw) => decode(raw as never)) }
}
