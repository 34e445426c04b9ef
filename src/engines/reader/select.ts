import type { Column, Relation } from './datamodel.ts'
import { type Merged, mergedOf } from './merged.ts'
import { windowOf } from './order.ts'
import type { Program } from './program.ts'
import {
  isTree,
  joined,
  joinedTable,
  joining,
  type Parent,
  parameter,
  relationOf,
  type Scope,
  sqlOf,
  type TableRef,
  tablesOf,
} from './scope.ts'
import type { Take, Tree } from './shape.ts'
import { uncompiled } from './uncompiled.ts'
import { conditionOf } from './where.ts'

/**
 * How a row travels: as an array without names, since names in each row are what JSON costs Postgres and Node alike. Rows of plain
 * columns go as an array of texts, which Postgres writes faster than JSON; a single column goes bare.
 */
export interface Row {
  kind: 'bare' | 'texts' | 'json'
  sql: string
  /** JavaScript that makes the row as Prisma gives it from `r`. */
  source: string
  /** Bare and never null, so that null can say that there is no row. */
  isSure: boolean
}

/** One entry in the array of a row. `text` where it can go as a text. */
interface Cell {
  json: string
  text?: string
  /** Never null in a row, and null where no row was joined: a list or a count of nothing is none of these. */
  isSure: boolean
}

/** One property of a row. */
interface Property {
  name: string
  cells: Cell[]
  source(refs: string[], asText: boolean): string
}

/** Postgres calls no function with more arguments than this. */
const mostCells = 100

/** The row that `select` or `include` asks for. `boxed`: never bare. */
export function rowOf(
  scope: Scope,
  program: Program,
  table: TableRef,
  args: Tree,
  parent?: Parent,
  boxed = false,
): Row {
  const properties = propertiesOf(scope, program, table, args, parent)
  const cells = properties.flatMap((property) => property.cells)
  if (cells.length === 0) return uncompiled('a row without columns')
  const isText = cells.every(({ text }) => text !== undefined)
  const isBare = isText && cells.length === 1 && !boxed
  const isLong = !isText && cells.length > mostCells
  const at = (index: number) => (isLong ? `r[${Math.floor(index / mostCells)}][${index % mostCells}]` : `r[${index}]`)
  const source = objectOf(properties, isText, isBare ? () => 'r' : at)
  if (isBare) return { kind: 'bare', sql: cells[0]!.text!, source, isSure: cells[0]!.isSure }
  return isText
    ? { kind: 'texts', sql: `array[${cells.map(({ text }) => text).join(', ')}]`, source, isSure: true }
    : { kind: 'json', sql: jsonOf(cells.map(({ json }) => json)), source, isSure: true }
}

/** A row as JSON; in parts where it is long. */
function jsonOf(cells: string[]): string {
  if (cells.length <= mostCells) return `json_build_array(${cells.join(', ')})`
  const parts: string[] = []
  for (let from = 0; from < cells.length; from += mostCells) parts.push(jsonOf(cells.slice(from, from + mostCells)))
  return jsonOf(parts)
}

function objectOf(properties: Property[], asText: boolean, ref: (index: number) => string): string {
  let index = 0
  const written = properties.map(({ name, cells, source }) => {
    const refs = cells.map(() => ref(index++))
    return `${JSON.stringify(name)}: ${source(refs, asText)}`
  })
  return `{ ${written.join(', ')} }`
}

function propertiesOf(scope: Scope, program: Program, table: TableRef, args: Tree, parent?: Parent): Property[] {
  if (args.select !== undefined && args.include !== undefined) return uncompiled('select and include together')
  const columns = () => [...table.model.columns.values()].map((column) => columnProperty(table, column))
  const asked = isTree(args.select) ? args.select : isTree(args.include) ? args.include : {}
  const chosen = Object.entries(asked).map(([name, value]) => {
    if (name === '_count') return countProperty(scope, table, value)
    const column = table.model.columns.get(name)
    if (column !== undefined && value === true && args.include === undefined) return columnProperty(table, column)
    return relationProperty(scope, program, table, relationOf(table, name), isTree(value) ? value : {}, parent)
  })
  return args.select === undefined ? [...columns(), ...chosen] : chosen
}

type Way = { text?: string; json: string; asText: (ref: string) => string; asJson: (ref: string) => string }

const same = (ref: string): string => ref

function wayOf(sql: string, { type, isList, name }: Column): Way {
  if (isList) {
    const isKnown = type === 'String' || type === 'Int' || type === 'Boolean'
    return isKnown ? { json: sql, asText: same, asJson: same } : uncompiled(`${name}, a list of ${type}`)
  }
  const text = `${sql}::text`
  // Counted milliseconds are cheaper to write and to read than a date in words.
  const ms = `round(date_part('epoch', ${sql}) * 1000)`
  const number = { text, json: sql, asText: (ref: string) => `+${ref}`, asJson: same }
  switch (type) {
    case 'String':
      return { text, json: text, asText: same, asJson: same }
    case 'Int':
    case 'Float':
      return number
    case 'BigInt':
      return { text, json: text, asText: (ref) => `BigInt(${ref})`, asJson: (ref) => `BigInt(${ref})` }
    case 'Boolean':
      return { text, json: sql, asText: (ref) => `${ref} === 'true'`, asJson: same }
    case 'DateTime':
      return {
        text: `${ms}::text`,
        json: ms,
        asText: (ref) => `new Date(+${ref})`,
        asJson: (ref) => `new Date(${ref})`,
      }
    case 'Json':
      return { json: sql, asText: same, asJson: same }
    default:
      return uncompiled(`${name}, a ${type}`)
  }
}

function columnProperty(table: TableRef, column: Column): Property {
  const way = wayOf(sqlOf(table, column.name), column)
  return {
    name: column.name,
    cells: [{ json: way.json, text: way.text, isSure: column.isRequired && !column.isList }],
    source([ref = ''], asText) {
      if (column.isList) return `${ref} ?? []` // a list that was never set is empty
      const made = asText ? way.asText(ref) : way.asJson(ref)
      return column.isRequired || made === ref ? made : `${ref} === null ? null : ${made}`
    },
  }
}

function relationProperty(
  scope: Scope,
  program: Program,
  table: TableRef,
  relation: Relation,
  args: Tree,
  parent?: Parent,
): Property {
  if (relation.isList) return listProperty(scope, program, table, relation, args)
  // Back to the row that this one hangs on: it is at hand.
  if (parent !== undefined && parent.relation.pair === relation.pair && relation.target !== table.model.name) {
    const properties = propertiesOf(scope, program, parent.table, args)
    return {
      name: relation.name,
      cells: properties.flatMap(({ cells }) => cells),
      source: (refs, asText) => objectOf(properties, asText, (index) => refs[index]!),
    }
  }
  if (isTree(args.where)) return uncompiled('a condition on a relation to one')
  const beside = joinedTable(scope, table, relation)
  if (beside !== undefined) return besideProperty(relation, beside, propertiesOf(scope, program, beside, args))
  const there = joining(scope.table(relation.target))
  let row = rowOf(scope, program, there, args)
  if (!row.isSure) row = rowOf(scope, program, there, args, undefined, true)
  const decode = program.define(row.source)
  const sql = `(select ${row.sql} from ${tablesOf(there)} where ${joined(table, relation, there)})`
  return {
    name: relation.name,
    cells: [{ json: sql, text: row.kind === 'bare' ? sql : undefined, isSure: relation.isRequired }],
    source: ([ref = '']) => (relation.isRequired ? `${decode}(${ref})` : `${ref} === null ? null : ${decode}(${ref})`),
  }
}

/** A related row that is joined: its columns lie among those of the row itself. */
function besideProperty(relation: Relation, there: TableRef, properties: Property[]): Property {
  const own = properties.flatMap(({ cells }) => cells)
  const whole = (refs: string[], asText: boolean) => objectOf(properties, asText, (index) => refs[index]!)
  if (relation.isRequired) return { name: relation.name, cells: own, source: whole }
  // Null in a column that never is null says that no row was joined.
  const sure = own.findIndex(({ isSure }) => isSure)
  const key = `${there.alias}.${relation.foreign}::text`
  const cells = (sure < 0 ? [...own, { json: key, text: key }] : own).map((cell) => ({ ...cell, isSure: false }))
  return {
    name: relation.name,
    cells,
    source: (refs, asText) => `${refs[sure < 0 ? own.length : sure]} === null ? null : ${whole(refs, asText)}`,
  }
}

function listProperty(scope: Scope, program: Program, table: TableRef, relation: Relation, args: Tree): Property {
  const there = args.take === undefined ? joining(scope.table(relation.target)) : scope.table(relation.target)
  const row = rowOf(scope, program, there, args, { table, relation })
  const decode = program.define(row.source)
  const { rows, isBackwards } = rowsOf(scope, there, row.sql, args, { table, relation })
  return {
    name: relation.name,
    cells: [{ json: `array(${rows})`, isSure: false }],
    source: ([ref = '']) => `${isBackwards ? 'reversed' : 'list'}(${ref}, ${decode})`,
  }
}

/** A query of rows, one `sql` each, as `where`, `orderBy`, `cursor`, `skip` and `take` want them. */
export function rowsOf(scope: Scope, table: TableRef, sql: string, args: Tree, parent?: Parent) {
  const merged = parent === undefined ? mergedOf(table, args) : undefined
  const asked = merged === undefined ? args : { ...args, where: merged.rest }
  const { where, order, offset, backwards, take } = windowOf(scope, table, asked, parent)
  const tables = merged === undefined ? `${tablesOf(table)}${where}` : mergedTables(table, merged, where, order, take)
  const query = `select ${sql} as r from ${tables}${order}${offset}`
  // A limit that is a parameter tells the planner nothing, so the text has a rough one; the inner rows are not read beyond the outer.
  const rows =
    take === undefined ? query : `select x.r from (${query} limit ${take.atMost}) x limit ${parameter(take.rows)}`
  return { rows, isBackwards: backwards }
}

function mergedTables(table: TableRef, merged: Merged, where: string, order: string, take?: Take): string {
  const held = where === '' ? ` where ${merged.condition}` : `${where} and ${merged.condition}`
  const each = `select ${table.alias}.* from ${tablesOf(table)}${held}${order} limit ${take?.atMost}`
  return `${merged.values} cross join lateral (${each}) ${table.alias}`
}

function countProperty(scope: Scope, table: TableRef, value: unknown): Property {
  const lists = [...table.model.relations.values()].filter(({ isList }) => isList)
  const all: Tree = Object.fromEntries(lists.map(({ name }) => [name, true]))
  const asked = value === true ? all : isTree(value as Tree) ? (value as Tree).select : undefined
  if (!isTree(asked)) return uncompiled('a count of nothing')
  const counts = Object.entries(asked).map(([name, part]) => {
    const relation = relationOf(table, name)
    const there = scope.table(relation.target)
    const where = isTree(part) && isTree(part.where) ? conditionOf(scope, there, part.where) : undefined
    const held = [joined(table, relation, there), where].filter((condition) => condition !== undefined).join(' and ')
    return { name, sql: `(select count(*) from ${there.model.table} ${there.alias} where ${held})` }
  })
  return {
    name: '_count',
    cells: counts.map(({ sql }) => ({ json: sql, text: `${sql}::text`, isSure: false })),
    source: (refs, asText) =>
      `{ ${counts.map(({ name }, index) => `${JSON.stringify(name)}: ${asText ? '+' : ''}${refs[index]}`).join(', ')} }`,
  }
}
