import { type MergeOptions, type Node, NodeAdapter, type QueryVisitor, type SelectFn } from '@pothos/selection-mapper'
import type { GraphQLField, GraphQLNamedType } from 'graphql'
import { directField, relationProperty } from '../direct-fields.ts'
import { marks } from '../pothos-marks.ts'

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

const id: Query = Object.freeze({ select: Object.freeze({ id: true }) })

/** Whether the field needs nothing but its row as it was read; any other may have to find its row again, by its id. */
const isReadFromRow = (field: GraphQLField<unknown, unknown>): boolean =>
  field.args.length === 0 && (directField(field) !== undefined || relationProperty(field) !== undefined)

/** How the types' selections become a Prisma query, from what the Prisma plugin leaves on types and fields. */
export class PrismaQueries extends NodeAdapter<Model, Query> {
  /** Whether each row is read with its id, asked for or not. */
  readonly #withIds: boolean
  /** Whether a field may have to find its row again: two wanted one relation in two ways, or what one selects nobody knows beforehand. */
  needsIds = false

  constructor({ withIds }: { withIds: boolean }) {
    super()
    this.#withIds = withIds
  }

  modelFor = (type: GraphQLNamedType): Model | undefined => type.extensions[marks.fieldMap] as Model | undefined

  /** What all objects of a type need, and their id only where one may have to be found again. */
  typeSelection(type: GraphQLNamedType): Query | undefined {
    const selection = type.extensions[marks.typeSelection] as Query | undefined
    if (selection === undefined) return undefined
    const { id: _id, ...others } = selection.select ?? {}
    return { ...selection, select: this.#withIds ? { ...others, id: true } : others }
  }

  fieldSelection(field: GraphQLField<unknown, unknown>, type: GraphQLNamedType): Query | SelectFn<Query> | undefined {
    const selection = selectionOf(field)
    if (this.modelFor(type) === undefined) return selection
    if (field.name === 'id') return id
    const exposed = field.extensions[marks.exposed] as string | undefined
    if (selection === undefined && exposed !== undefined) return { select: { [exposed]: true } }
    if (isReadFromRow(field)) return selection ?? everyColumn
    if (typeof selection === 'function') this.needsIds = true
    else if (selection !== undefined) return { select: { ...selection.select, ...id.select } }
    return selection ?? everyColumn // what a resolver reads, nobody knows
  }

  override canMergeQuery(node: Node<Model>, query: Query, options?: MergeOptions): boolean {
    const can = super.canMergeQuery(node, query, options)
    if (!can) this.needsIds = true
    return can
  }

  override canMergeNode(into: Node<Model>, from: Node<Model>): boolean {
    const can = super.canMergeNode(into, from)
    if (!can) this.needsIds = true
    return can
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
    return { ...args, select: Object.keys(fields).length > 0 ? fields : id.select }
  }
}

function selectionOf(field: GraphQLField<unknown, unknown>): Query | SelectFn<Query> | undefined {
  const selection = field.extensions[marks.select] as Fields | SelectFn<Query> | false | undefined
  if (typeof selection === 'function') return selection
  return selection ? { select: selection } : undefined
}
