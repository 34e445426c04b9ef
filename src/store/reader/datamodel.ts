import type { PrismaClient } from '../generated/client.ts'
import { getDatamodel } from '../generated/pothos.ts'

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
}

export type Models = Map<string, Model>

type Described = ReturnType<typeof getDatamodel>['datamodel']['models'][string]
type DescribedField = Described['fields'][number]
type Stored = Record<string, { dbName: string | null; fields: readonly { name: string; dbName?: string | null }[] }>

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** What the generated client knows of tables and relations. Everything that a statement names comes from here. */
export function readModels(prisma: PrismaClient): Models {
  const stored = (prisma as unknown as { _runtimeDataModel: { models: Stored } })._runtimeDataModel.models
  const described = getDatamodel().datamodel.models
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
      },
    ]),
  )
}

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
