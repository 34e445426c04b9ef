import type { Column, Model, Models, Relation } from './datamodel.ts'
import { type Shaped, Slot, type Tree } from './shape.ts'
import { uncompiled } from './uncompiled.ts'

/** A table in a statement, by the name that it has there. */
export interface TableRef {
  model: Model
  alias: string
  /** Where related rows may be joined to it: those that are. */
  joins?: Joins
}

/** Related rows of one query, each joined once however often it is asked for. */
interface Joins {
  /** SQL, in order; shared by all tables of the query. */
  texts: string[]
  reached: Map<string, TableRef>
}

/** Whose row others hang on, where they are reached through a list. */
export interface Parent {
  table: TableRef
  relation: Relation
}

/** What the parts of one statement share. */
export class Scope {
  private readonly models: Models
  private aliases = 0

  constructor(models: Models) {
    this.models = models
  }

  table(model: string): TableRef {
    const found = this.models.get(model)
    if (found === undefined) return uncompiled(`the model ${model}`)
    return { model: found, alias: `t${this.aliases++}` }
  }
}

export const parameter = ({ index }: Slot): string => `$${index + 1}`

export const columnOf = ({ model }: TableRef, name: string): Column =>
  model.columns.get(name) ?? uncompiled(`${model.name}.${name}, which is no column`)

export const relationOf = ({ model }: TableRef, name: string): Relation =>
  model.relations.get(name) ?? uncompiled(`${model.name}.${name}, which is no relation over one column`)

export const sqlOf = (table: TableRef, name: string): string => `${table.alias}.${columnOf(table, name).sql}`

/** Lets the query that begins at this table join related rows. Not where rows are cut off: Postgres would join those too. */
export const joining = (table: TableRef): TableRef => ({ ...table, joins: { texts: [], reached: new Map() } })

/** The related row, joined; undefined where nothing may be joined to this table. */
export function joinedTable(scope: Scope, { joins, ...table }: TableRef, relation: Relation): TableRef | undefined {
  if (joins === undefined || relation.isList) return undefined
  const known = joins.reached.get(relation.name)
  if (known !== undefined) return known
  const there: TableRef = { ...scope.table(relation.target), joins: { texts: joins.texts, reached: new Map() } }
  joins.texts.push(` left join ${there.model.table} ${there.alias} on ${joined(table, relation, there)}`)
  joins.reached.set(relation.name, there)
  return there
}

/** The tables of the query that begins at this table; complete once everything else of it is written. */
export const tablesOf = ({ model, alias, joins }: TableRef): string =>
  `${model.table} ${alias}${joins === undefined ? '' : joins.texts.join('')}`

/** The rows of a relation are those where this holds. */
export const joined = (here: TableRef, { local, foreign }: Relation, there: TableRef): string =>
  `${there.alias}.${foreign} = ${here.alias}.${local}`

export const isTree = (value: Shaped | undefined): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Slot)
