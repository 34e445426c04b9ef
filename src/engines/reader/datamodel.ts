import type { LeadingColumn } from './options.ts'

/** A column, by the name that TypeScript has for it. */
export interface Column {
  name: string
  /** Quoted, as SQL has it. */
  sql: string
  type: string
  isList: boolean
  isRequired: boolean
}

/** A relation: rows of `target` whose `foreign` column equals the `local` column here. Both quoted. */
export interface Relation {
  name: string
  target: string
  isList: boolean
  isRequired: boolean
  local: string
  foreign: string
  /** The key is a column of this side's table, so that a null in it means that nothing is there. */
  ownsKey: boolean
  /** Both sides of a relation share this. */
  pair: string
}

export interface Model {
  name: string
  /** Quoted, as SQL has it. */
  table: string
  columns: Map<string, Column>
  relations: Map<string, Relation>
  /** What a unique `where` may name: a column, or several under one name. */
  uniques: Map<string, readonly string[]>
  /** The columns of the primary key. */
  key: string[]
  /** Columns that lead an index in whose order lists are read. */
  leading: Map<string, LeadingColumn>
}

export type Models = Map<string, Model>

/** A model as Pothos' generated datamodel describes it. */
interface Described {
  fields: readonly DescribedField[]
  primaryKey: { name: string | null; fields: readonly string[] } | null
  uniqueIndexes: readonly { name: string | null; fields: readonly string[] }[]
}
interface DescribedField {
  name: string
  kind: string
  type: string
  isList: boolean
  isRequired: boolean
  isId: boolean
  isUnique: boolean
  relationName?: string
  relationFromFields?: readonly string[]
}
type Stored = Record<string, { dbName: string | null; fields: readonly { name: string; dbName?: string | null }[] }>

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

interface ModelsOptions {
  /** A generated client of Prisma: it alone knows what tables and columns are named in the database. */
  prisma: object
  /** The models of `getDatamodel().datamodel`, which Pothos' generator writes. */
  described: Record<string, Described>
  /** Columns that lead an index, as `Model.column`. */
  leading: Record<string, LeadingColumn>
}

/** What the generated client knows of tables and relations. Everything that a statement names comes from here. */
export function readModels({ prisma, described, leading }: ModelsOptions): Models {
  const stored = (prisma as { _runtimeDataModel?: { models?: Stored } })._runtimeDataModel?.models
  if (stored === undefined)
    throw new Error('This version of Prisma has no _runtimeDataModel.models: see src/engines/reader/README.md.')
  const sqlOf = (model: string, field: string): string =>
    quoted(stored[model]?.fields.find(({ name }) => name === field)?.dbName ?? field)
  return new Map(
    Object.entries(described).map(([name, model]) => [
      name,
      {
        name,
        table: quoted(stored[name]?.dbName ?? name),
        columns: new Map(
          model.fields
            .filter((field) => field.kind !== 'object')
            .map((field) => [
              field.name,
              {
                name: field.name,
                sql: sqlOf(name, field.name),
                type: field.type,
                isList: field.isList,
                isRequired: field.isRequired,
              },
            ]),
        ),
        relations: relationsOf(name, model, described, sqlOf),
        uniques: uniquesOf(model),
        key: model.primaryKey
          ? [...model.primaryKey.fields]
          : model.fields.filter(({ isId }) => isId).map((f) => f.name),
        leading: leadingOf(name, leading),
      },
    ]),
  )
}

const leadingOf = (model: string, all: Record<string, LeadingColumn>): Model['leading'] =>
  new Map(
    Object.entries(all).flatMap(([name, column]) => {
      const [of, own = ''] = name.split('.')
      return of === model ? [[own, column] as const] : []
    }),
  )

function uniquesOf(model: Described): Model['uniques'] {
  const several = [...(model.primaryKey ? [model.primaryKey] : []), ...model.uniqueIndexes]
  return new Map([
    ...model.fields.filter(({ isId, isUnique }) => isId || isUnique).map(({ name }) => [name, [name]] as const),
    ...several.map(({ name, fields }) => [name ?? fields.join('_'), [...fields]] as const),
  ])
}

/** Relations over one column, which refer to the other side's id: a test holds the schema to that. */
function relationsOf(
  name: string,
  model: Described,
  described: Record<string, Described>,
  sqlOf: (model: string, field: string) => string,
): Map<string, Relation> {
  const relations = new Map<string, Relation>()
  const add = (field: DescribedField, owner: string, owning: DescribedField, referred: string) => {
    const [from] = owning.relationFromFields ?? []
    const id = described[referred]?.fields.find(({ isId }) => isId)
    if (from === undefined || owning.relationFromFields?.length !== 1 || id === undefined) return
    const ownsKey = owning === field
    const [fromSql, idSql] = [sqlOf(owner, from), sqlOf(referred, id.name)]
    relations.set(field.name, {
      name: field.name,
      target: field.type,
      isList: field.isList,
      isRequired: field.isRequired,
      local: ownsKey ? fromSql : idSql,
      foreign: ownsKey ? idSql : fromSql,
      ownsKey,
      pair: field.relationName ?? '',
    })
  }
  for (const field of model.fields) {
    if (field.kind !== 'object') continue
    if ((field.relationFromFields?.length ?? 0) > 0) add(field, name, field, field.type)
    else {
      const owning = described[field.type]?.fields.find(
        (other) => other.relationName === field.relationName && (other.relationFromFields?.length ?? 0) > 0,
      )
      if (owning !== undefined) add(field, field.type, owning, name)
    }
  }
  return relations
}
