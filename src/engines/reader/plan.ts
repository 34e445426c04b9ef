import { createHash } from 'node:crypto'
import type { Models } from './datamodel.ts'
import type { Limits, Statement } from './options.ts'
import { expanded } from './order.ts'
import { Program } from './program.ts'
import { columnOf, isTree, joining, type Place, parameter, Scope, sqlOf, tablesOf } from './scope.ts'
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

/** How a statement is planned: once a session, as Postgres likes, or anew each time. Look-ups find their rows by a key whatever the values. */
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
  const place = scope.place(model)
  switch (method) {
    case 'findUnique':
    case 'findUniqueOrThrow':
      return compileUnique(scope, place, args)
    case 'findFirst':
    case 'findFirstOrThrow':
    case 'findMany':
      return compileMany(scope, place, args, { isMany: method === 'findMany', limits })
    case 'count':
      return compileCount(scope, place, args)
    case 'groupBy':
      return compileGroups(scope, place, args)
  }
}

/** Refuses arguments that the method does not take, or that nobody has taught the reader. */
function only(args: Tree, ...names: string[]): void {
  const other = Object.keys(args).find((name) => !names.includes(name))
  if (other !== undefined) uncompiled(`the argument ${other}`)
}

function compileUnique(scope: Scope, place: Place, args: Tree): Plan {
  only(args, 'select', 'include', 'where')
  const where = expanded(place, args.where)
  const program = new Program()
  const root = joining(place)
  const row = rowOf(scope, program, root, args, undefined, true)
  const decode = program.compile(program.define(row.source))
  const from = `from ${tablesOf(root)} where`
  const json = row.kind === 'texts' ? `array_to_json(${row.sql})` : row.sql
  return {
    // The rows are found by their key whatever the values, and the rest hangs on them: the plan may be made once.
    statement: statementOf(`select ${json} as r ${from} ${conditionOf(scope, place, where)}`, 'lookup'),
    answer: ([raw]) => (raw === undefined ? null : decode(raw as never)),
    batched: batchedOf(
      scope,
      place,
      where,
      (key) => `select json_build_array(${key}::text, ${row.sql}) as r ${from}`,
      decode,
    ),
  }
}

function batchedOf(
  scope: Scope,
  place: Place,
  where: Tree,
  select: (key: string) => string,
  decode: (raw: never) => unknown,
): Plan['batched'] {
  const keys = Object.keys(where).filter((name) => place.model.uniques.get(name)?.length === 1)
  const [key = ''] = keys
  const slot = where[key]
  if (keys.length !== 1 || !(slot instanceof Slot) || columnOf(place, key).type !== 'String') return undefined
  const rest = conditionOf(scope, place, { ...where, [key]: { in: new Slot(slot.index, 'many') } })
  return {
    index: slot.index,
    statement: statementOf(`${select(sqlOf(place, key))} ${rest}`, 'lookup'),
    one: (row) => decode(row as never),
  }
}

interface Listing {
  isMany: boolean
  limits: Limits
}

function compileMany(scope: Scope, place: Place, args: Tree, { isMany, limits }: Listing): Plan {
  only(args, 'select', 'include', 'where', 'orderBy', 'cursor', 'skip', ...(isMany ? ['take'] : []))
  const program = new Program()
  const root = isMany && args.take === undefined ? joining(place) : place
  const row = rowOf(scope, program, root, args)
  const { rows, isBackwards } = rowsOf(scope, root, row.sql, args)
  const decode = program.compileList(program.define(row.source), isBackwards)
  const list = `select array_to_json(array(${isMany ? rows : `${rows} limit 1`})) as r`
  // Null instead of rows that are too many to be sent: the size of a value that was just made costs nothing to look at.
  const text = `select case when pg_column_size(x.r) <= ${limits.readBytes} then x.r end as r from (${list} offset 0) x`
  return {
    statement: statementOf(text, isSkewed(place, args.where, args.orderBy) ? 'anew' : 'kept'),
    answer: ([raw]) => {
      if (raw === null) throw limits.tooLarge()
      const found = decode(raw as never) as unknown[]
      return isMany ? found : (found[0] ?? null)
    },
  }
}

function whereOf(scope: Scope, place: Place, args: Tree): string {
  const condition = isTree(args.where) ? conditionOf(scope, place, args.where) : undefined
  return condition === undefined ? '' : ` where ${condition}`
}

function compileCount(scope: Scope, place: Place, args: Tree): Plan {
  only(args, 'where', 'take')
  const rows = `from ${place.model.table} ${place.alias}${whereOf(scope, place, args)}`
  const take = args.take as Take | undefined
  const counted = take === undefined ? rows : `from (select ${rows} limit ${take.atMost}) x`
  const total = take === undefined ? 'count(*)' : `least(count(*), ${parameter(take.rows)}::int8)`
  return { statement: statementOf(`select to_json(${total}) as r ${counted}`, 'anew'), answer: ([total]) => total }
}

/** Counts of rows by the values of columns. */
function compileGroups(scope: Scope, place: Place, args: Tree): Plan {
  only(args, 'by', 'where', '_count')
  const counts = isTree(args._count) && args._count._all === true && Object.keys(args._count).length === 1
  if (!counts) return uncompiled('groups that count anything but their rows')
  const names = Array.isArray(args.by) ? args.by.map(String) : [String(args.by)]
  const program = new Program()
  const select = Object.fromEntries(names.map((name) => [columnOf(place, name).name, true]))
  const row = rowOf(scope, program, place, { select }, undefined, true)
  const decode = program.compile(program.define(`{ ...(r => (${row.source}))(r[1]), _count: { _all: r[0] } }`))
  const by = names.map((name) => sqlOf(place, name)).join(', ')
  const from = `from ${place.model.table} ${place.alias}${whereOf(scope, place, args)}`
  const text = `select json_build_array(count(*), ${row.sql}) as r ${from} group by ${by}`
  return { statement: statementOf(text, 'anew'), answer: (rows) => rows.map((raw) => decode(raw as never)) }
}
