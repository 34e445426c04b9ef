import { type Node, NodeAdapter, type QueryVisitor, type SelectFn } from '@pothos/selection-mapper'
import type { GraphQLField, GraphQLNamedType } from 'graphql'

/** A model as Pothos' Prisma plugin describes it: its relations, and where each leads. */
export interface Model {
  relations: ReadonlyMap<string, Model>
}

/** What Prisma is asked for: columns and relations, each relation with a query of its own. */
export interface Query {
  select?: Fields
  include?: Fields
  [argument: string]: unknown
}
type Fields = Record<string, Query | boolean>

const everyColumn: Query = Object.freeze({})

/** How the nouns' selections become a Prisma query, from what the Prisma plugin leaves on types and fields. */
class PrismaQueries extends NodeAdapter<Model, Query> {
  modelFor = (type: GraphQLNamedType): Model | undefined => type.extensions.pothosPrismaFieldMap as Model | undefined

  /** A type that says nothing is read by its id, and by each column that one of its fields shows. */
  typeSelection(type: GraphQLNamedType): Query | undefined {
    const selection = type.extensions.pothosPrismaTypeSelection as Query | undefined
    return selection === undefined || selection.select !== undefined
      ? selection
      : { ...selection, select: { id: true } }
  }

  fieldSelection(field: GraphQLField<unknown, unknown>, type: GraphQLNamedType): Query | SelectFn<Query> | undefined {
    const selection = field.extensions.pothosPrismaSelect as Fields | SelectFn<Query> | false | undefined
    if (typeof selection === 'function') return selection
    if (selection) return { select: selection }
    if (this.modelFor(type) === undefined || field.name === 'id') return undefined
    const exposed = field.extensions.pothosExposedField as string | undefined
    return exposed === undefined ? everyColumn : { select: { [exposed]: true } } // what a resolver reads, nobody knows
  }

  visitQuery({ select, include, ...args }: Query, model: Model, visit: QueryVisitor<Model, Query>): void {
    if (select === undefined) visit.allColumns()
    for (const [name, value] of [...Object.entries(include ?? {}), ...Object.entries(select ?? {})]) {
      if (value === false) continue
      const related = model.relations.get(name)
      if (related !== undefined) visit.relation(name, related, value === true ? everyColumn : value)
      else visit.column(name)
    }
    visit.args(args)
  }

  toQuery({ args, columns, relations }: Node<Model>): Query {
    const fields: Fields = {}
    for (const [name, related] of relations) {
      const query = this.toQuery(related)
      fields[name] = Object.keys(query).length > 0 ? query : true
    }
    if (columns === null) return Object.keys(fields).length > 0 ? { ...args, include: fields } : { ...args }
    for (const column of columns) fields[column] = true
    return { ...args, select: fields }
  }
}

export const prismaQueries = new PrismaQueries()
