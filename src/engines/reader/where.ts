import type { Column, Relation } from './datamodel.ts'
import { columnOf, isTree, joined, parameter, relationOf, type Scope, type TableRef } from './scope.ts'
import { type Shaped, Slot, type Tree } from './shape.ts'
import { uncompiled } from './uncompiled.ts'

// As Prisma has it, also where a value is null: what SQL calls unknown stays so until the row is kept or not.
// `positive` says that unknown and false come to the same here; under a NOT they do not.

const both = (parts: (string | undefined)[], word: 'and' | 'or'): string | undefined => {
  const said = parts.filter((part) => part !== undefined)
  return said.length > 1 ? `(${said.join(` ${word} `)})` : said[0]
}

const negated = (condition: string | undefined): string | undefined =>
  condition === undefined ? undefined : `(not ${condition})`

const listed = (value: Shaped | undefined): Tree[] => {
  const parts = Array.isArray(value) ? value : [value]
  return parts.map((part) => (isTree(part) ? part : uncompiled('AND, OR or NOT of what is no condition')))
}

/** The condition as SQL; undefined where nothing is asked. */
export function conditionOf(scope: Scope, table: TableRef, where: Tree, positive = true): string | undefined {
  const rows = rowComparison(table, where)
  if (rows !== undefined) return rows
  const parts = Object.entries(where).map(([name, value]) => {
    switch (name) {
      case 'AND':
        return both(
          listed(value).map((part) => conditionOf(scope, table, part, positive)),
          'and',
        )
      case 'OR':
        return (
          both(
            listed(value).map((part) => conditionOf(scope, table, part, positive && !looksUp(table, part))),
            'or',
          ) ?? 'false'
        )
      case 'NOT':
        return both(
          listed(value).map((part) => negated(conditionOf(scope, table, part, false))),
          'and',
        )
      default:
        return table.model.columns.has(name)
          ? columnCondition(table, columnOf(table, name), value)
          : relationCondition(scope, table, relationOf(table, name), value, positive)
    }
  })
  return both(parts, 'and')
}

/** Within an OR Postgres would list all rows that a relation may lead to; looked up row by row they are as many as are read. */
const looksUp = ({ model }: TableRef, part: Tree): boolean =>
  Object.keys(part).every((name) => model.relations.get(name)?.ownsKey === true)

/**
 * `{ a: { gte: x }, OR: [{ a: { gt: x } }, { id: { gt: y } }] }`, the rows behind a position in an order, as the comparison of rows that it is:
 * an index begins there, also where many rows share their `a`.
 */
function rowComparison(table: TableRef, where: Tree): string | undefined {
  const [[name = '', bound] = [], [or, ways] = []] = Object.entries(where)
  if (or !== 'OR' || Object.keys(where).length !== 2 || !isTree(bound) || !Array.isArray(ways)) return undefined
  const [further, tie] = ways
  if (ways.length !== 2 || !isTree(further) || !isTree(tie) || !table.model.columns.has(name)) return undefined
  for (const [strict, loose] of [
    ['gt', 'gte'],
    ['lt', 'lte'],
  ] as const) {
    const slots = [only(bound, loose), only(further[name], strict), only(tie.id, strict)]
    if (Object.keys(further).length !== 1 || Object.keys(tie).length !== 1) continue
    if (!slots.every((slot) => slot !== undefined)) continue
    const [from, value, id] = slots.map(parameter)
    const column = `${table.alias}.${columnOf(table, name).sql}`
    const key = `${table.alias}.${columnOf(table, 'id').sql}`
    // The first says the same again: Prisma's way names the value twice, and Postgres wants to know the type of both.
    return `(${column} ${comparisons[loose]} ${from} and (${column}, ${key}) ${comparisons[strict]} (${value}, ${id}))`
  }
  return undefined
}

const only = (value: Shaped | undefined, name: string): Slot | undefined => {
  const slot = isTree(value) && Object.keys(value).length === 1 ? value[name] : undefined
  return slot instanceof Slot && slot.kind === 'one' ? slot : undefined
}

const comparisons: Record<string, string> = { lt: '<', lte: '<=', gt: '>', gte: '>=' }

function columnCondition({ alias }: TableRef, column: Column, value: Shaped): string | undefined {
  const sql = `${alias}.${column.sql}`
  if (!isTree(value)) return equality(sql, value, false)
  const { mode, ...operators } = value
  const ignoresCase = mode === 'insensitive'
  return both(
    Object.entries(operators).map(([name, operand]) =>
      column.isList ? listOperator(sql, name, operand) : operator(sql, name, operand, ignoresCase),
    ),
    'and',
  )
}

function equality(sql: string, value: Shaped, ignoresCase: boolean, not = false): string {
  if (value === null) return `${sql} is ${not ? 'not ' : ''}null`
  if (typeof value === 'boolean') return `${sql} ${not ? '<>' : '='} ${value}`
  if (!(value instanceof Slot) || value.kind !== 'one') return uncompiled('equality with what is no single value')
  if (ignoresCase) return `${sql} ${not ? 'not ' : ''}ilike ${parameter(value)}`
  return `${sql} ${not ? '<>' : '='} ${parameter(value)}`
}

function operator(sql: string, name: string, value: Shaped, ignoresCase: boolean): string | undefined {
  if (name === 'equals') return equality(sql, value, ignoresCase)
  if (name === 'not')
    return isTree(value) ? uncompiled('`not` with operators') : equality(sql, value, ignoresCase, true)
  if (name === 'in' || name === 'notIn') {
    if (!(value instanceof Slot) || ignoresCase) return uncompiled('a list that ignores case')
    if (value.kind === 'none') return name === 'in' ? 'false' : 'true'
    const all = name === 'in' ? '= any' : '<> all'
    return value.kind === 'many' ? `${sql} ${all}(${parameter(value)})` : equality(sql, value, false, name === 'notIn')
  }
  if (!(value instanceof Slot) || value.kind !== 'one') return uncompiled(`${name} of what is no single value`)
  const comparison = comparisons[name]
  if (comparison !== undefined) {
    return ignoresCase ? uncompiled('a comparison that ignores case') : `${sql} ${comparison} ${parameter(value)}`
  }
  const text = `${parameter(value)}::text`
  const like = `${sql}::text ${ignoresCase ? 'ilike' : 'like'}`
  if (name === 'contains') return `${like} ('%' || ${text} || '%')`
  if (name === 'startsWith') return `${like} (${text} || '%')`
  if (name === 'endsWith') return `${like} ('%' || ${text})`
  return uncompiled(`the operator ${name}`)
}

function listOperator(sql: string, name: string, value: Shaped): string {
  if (name === 'isEmpty' && typeof value === 'boolean') return `${sql} ${value ? '=' : '<>'} '{}'`
  if (!(value instanceof Slot)) return uncompiled(`${name} of a list`)
  if (name === 'has' || name === 'hasEvery') return `${sql} @> ${parameter(value)}`
  if (name === 'hasSome') return `${sql} && ${parameter(value)}`
  return uncompiled(`the operator ${name} of a list`)
}

function relationCondition(
  scope: Scope,
  table: TableRef,
  relation: Relation,
  value: Shaped,
  positive: boolean,
): string | undefined {
  if (relation.isList) {
    if (!isTree(value)) return uncompiled('a list relation that equals something')
    const parts = Object.entries(value).map(([name, part]) => quantified(scope, table, relation, name, part, positive))
    return both(parts, 'and')
  }
  if (value === null) return isMissing(scope, table, relation)
  if (!isTree(value)) return uncompiled('a relation that equals a value')
  if (!('is' in value) && !('isNot' in value)) {
    return Object.keys(value).length === 0 ? undefined : isLike(scope, table, relation, value, positive)
  }
  const parts = Object.entries(value).map(([name, part]) => {
    if (part === null) {
      const missing = isMissing(scope, table, relation)
      return name === 'is' ? missing : negated(missing)
    }
    if (!isTree(part)) return uncompiled('`is` of a value')
    return name === 'is' ? isLike(scope, table, relation, part, positive) : isUnlike(scope, table, relation, part)
  })
  return both(parts, 'and')
}

/** Tables of which only few rows are open at a time, and how a condition says that it asks for those. */
const fewOpen: Record<string, (part: Tree) => boolean> = {
  Hold: (part) => part.releasedAt === null,
  ExceptionCase: ({ status }) => isTree(status) && status.not instanceof Slot,
}

function quantified(
  scope: Scope,
  table: TableRef,
  relation: Relation,
  name: string,
  part: Shaped,
  positive: boolean,
): string {
  if (!isTree(part)) return uncompiled(`${name} of what is no condition`)
  const there = scope.table(relation.target)
  const link = joined(table, relation, there)
  const condition = conditionOf(scope, there, part, name !== 'every')
  const rows = (held: string | undefined) =>
    `exists (select from ${there.model.table} ${there.alias} where ${both([link, held], 'and')})`
  if (name === 'some' && positive && fewOpen[relation.target]?.(part)) {
    // Found first, whatever is guessed of them: what is open lies together at one end, and a list that began at the other would read all between.
    const key = `${there.alias}.${relation.foreign}`
    const found = both([`${key} is not null`, condition], 'and')
    return `${table.alias}.${relation.local} = any(array(select ${key} from ${there.model.table} ${there.alias} where ${found}))`
  }
  if (name === 'some') return rows(condition)
  if (name === 'none') return `not ${rows(condition)}`
  if (name === 'every') return condition === undefined ? 'true' : `not ${rows(negated(condition))}`
  return uncompiled(`the quantifier ${name}`)
}

function isMissing(scope: Scope, table: TableRef, relation: Relation): string {
  if (relation.ownsKey) return `${table.alias}.${relation.local} is null`
  const there = scope.table(relation.target)
  return `not exists (select from ${there.model.table} ${there.alias} where ${joined(table, relation, there)})`
}

/** The related row is there and is like this. */
function isLike(scope: Scope, table: TableRef, relation: Relation, part: Tree, positive: boolean): string {
  const there = scope.table(relation.target)
  const condition = conditionOf(scope, there, part, positive) ?? 'true'
  const local = `${table.alias}.${relation.local}`
  if (!positive) return `(${seen(table, relation, there, condition)} and ${isThere(table, relation)})`
  // A single row at most: Postgres looks it up once, before the others.
  const isUnique = Object.keys(part).every(
    (name) => there.model.uniques.get(name)?.length === 1 && part[name] instanceof Slot,
  )
  const rows = `(select ${there.alias}.${relation.foreign} from ${there.model.table} ${there.alias} where ${condition})`
  return `${local} ${isUnique && condition !== 'true' ? '=' : 'in'} ${rows}`
}

/** The related row is not there, or is not like this. */
function isUnlike(scope: Scope, table: TableRef, relation: Relation, part: Tree): string {
  const there = scope.table(relation.target)
  const condition = conditionOf(scope, there, part, false) ?? 'true'
  return `(not ${seen(table, relation, there, condition)} or not ${isThere(table, relation)})`
}

const seen = (table: TableRef, relation: Relation, there: TableRef, condition: string): string =>
  `(select ${condition} from ${there.model.table} ${there.alias} where ${joined(table, relation, there)})`

const isThere = (table: TableRef, relation: Relation): string =>
  relation.ownsKey
    ? `(${table.alias}.${relation.local} is not null)`
    : uncompiled('a NOT around a relation whose key is on the other side')
