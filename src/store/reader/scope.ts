import type { Column, Model, Models, Relation } from './datamodel.ts'
import { type Shaped, Slot, type Tree } from './shape.ts'
import { uncompiled } from './uncompiled.ts'

/** A table in a statement, by the name that it has there. */
export interface Place {
  model: Model
  alias: string
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

/** The rows of a relation are those where this holds. */
export const joined = (here: Place, { local, foreign }: Relation, there: Place): string =>
  `${there.alias}.${foreign} = ${here.alias}.${local}`

export const isTree = (value: Shaped | undefined): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Slot)
