import type { Column, Model, Models, Relation } from './datamodel.ts'
import { type Shaped, Slot, type Tree } from './shape.ts'
import { uncompiled } from './uncompiled.ts'

/** A table in a statement, by the name that it has there. */
export interface Place {
  model: Model
  alias: string
  /** Where related rows may be joined to it: those that are. */
  joins?: Joins
}

/** Related rows of one query, each joined once however often it is asked for. */
interface Joins {
  /** SQL, in order; shared by all places of the query. */
  texts: string[]
  reached: Map<string, Place>
}

/** Whose row others hang on, where they are reached through a list. */
export interface Parent {
  place: Place
  relation: Relation
}

/** What the parts of one statement share. */
export class Scope {
  private readonly models: Models
  private aliases = 0

  constructor(models: Models) {
    this.models = models
  }

  place(model: string): Place {
    const found = this.models.get(model)
    if (found === undefined) return uncompiled(`the model ${model}`)
    return { model: found, alias: `t${this.aliases++}` }
  }
}

export const parameter = ({ index }: Slot): string => `$${index + 1}`

export const columnOf = ({ model }: Place, name: string): Column =>
  model.columns.get(name) ?? uncompiled(`${model.name}.${name}, which is no column`)

export const relationOf = ({ model }: Place, name: string): Relation =>
  model.relations.get(name) ?? uncompiled(`${model.name}.${name}, which is no relation over one column`)

export const sqlOf = (place: Place, name: string): string => `${place.alias}.${columnOf(place, name).sql}`

/** Lets the query that begins at this place join related rows. Not where rows are cut off: Postgres would join those too. */
export const joining = (place: Place): Place => ({ ...place, joins: { texts: [], reached: new Map() } })

/** The related row, joined; undefined where nothing may be joined to this place. */
export function joinedPlace(scope: Scope, { joins, ...place }: Place, relation: Relation): Place | undefined {
  if (joins === undefined || relation.isList) return undefined
  const known = joins.reached.get(relation.name)
  if (known !== undefined) return known
  const there: Place = { ...scope.place(relation.target), joins: { texts: joins.texts, reached: new Map() } }
  joins.texts.push(` left join ${there.model.table} ${there.alias} on ${joined(place, relation, there)}`)
  joins.reached.set(relation.name, there)
  return there
}

/** The tables of the query that begins at this place; complete once everything else of it is written. */
export const tablesOf = ({ model, alias, joins }: Place): string =>
  `${model.table} ${alias}${joins === undefined ? '' : joins.texts.join('')}`

/** The rows of a relation are those where this holds. */
export const joined = (here: Place, { local, foreign }: Relation, there: Place): string =>
  `${there.alias}.${foreign} = ${here.alias}.${local}`

export const isTree = (value: Shaped | undefined): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Slot)
