import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core'
import type { GraphQLField } from 'graphql'
import type { Context } from './context.ts'

/** How a field is answered from its row alone, without arguments and without Pothos looking up how the row was loaded. */
export interface DirectField {
  /** The property that holds the value, where nothing is computed. */
  property: string | undefined
  /** Whether the row holds all that the field needs; one that was loaded for something else may not. */
  isLoaded(row: Row): boolean
  resolve(row: Row, context: Context): unknown
}

type Row = Record<string, unknown>
type Selected = Record<string, true | { select: Selected }>

const extension = 'crossdockDirect'

/** How the field is answered directly; undefined where its resolver has to be called as ever. */
export const directField = (field: GraphQLField<unknown, unknown>): DirectField | undefined =>
  field.extensions[extension] as DirectField | undefined

const isSelected = (value: unknown): value is { select: Selected } =>
  typeof value === 'object' && value !== null && 'select' in value && Object.keys(value).length === 1

/** A check of a row for what the field selects; undefined where a selection has arguments, so that the row alone does not tell. */
function loadedCheck(
  selected: Selected,
  relations: ReadonlyMap<string, unknown> | undefined,
): ((row: Row) => boolean) | undefined {
  const checks: ((row: Row) => boolean)[] = []
  for (const [name, value] of Object.entries(selected)) {
    if (value === true && !relations?.has(name)) checks.push((row) => row[name] !== undefined)
    else if (isSelected(value)) {
      const inner = loadedCheck(value.select, undefined)
      if (inner === undefined) return undefined
      checks.push((row) => {
        const related = row[name]
        if (related === null) return true
        return typeof related === 'object' && !Array.isArray(related) && inner(related as Row)
      })
    } else return undefined
  }
  const [only] = checks
  if (checks.length === 1 && only) return only
  return (row) => checks.every((check) => check(row))
}

const always = () => true
const noArguments = Object.freeze({})
const rootKinds = new Set(['Query', 'Mutation', 'Subscription'])

/**
 * Marks the fields that need nothing but columns of their row, most of all fields, so that the executor reads them
 * without building what a resolver may ask for (arguments, path, info). Such a resolver gets no `info`.
 */
class DirectFieldsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const direct = this.direct(field)
    return direct === undefined ? field : { ...field, extensions: { ...field.extensions, [extension]: direct } }
  }

  private direct(field: PothosOutputFieldConfig<Types>): DirectField | undefined {
    const { resolve, extensions, pothosOptions } = field
    if (field.graphqlKind !== 'Object' || rootKinds.has(field.kind)) return undefined
    if (resolve === undefined || resolve.length > 3) return undefined // a fourth parameter is the info
    if (Object.keys(field.args).length > 0 || field.argMappers.length > 0) return undefined
    const parent = this.buildCache.getTypeConfig(field.parentType)
    const guarded = (options: object) => 'authScopes' in options || 'grantScopes' in options
    if (guarded(pothosOptions) || guarded(parent.pothosOptions)) return undefined
    const selected = extensions?.pothosPrismaSelect as Selected | (() => unknown) | false | undefined
    if (typeof selected === 'function') return undefined
    const relations = (
      parent.extensions?.pothosPrismaFieldMap as { relations: ReadonlyMap<string, unknown> } | undefined
    )?.relations
    const isLoaded = selected ? loadedCheck(selected, relations) : always
    if (isLoaded === undefined) return undefined
    const answer = resolve as (row: Row, args: object, context: Context) => unknown
    return {
      property: extensions?.pothosExposedField as string | undefined,
      isLoaded,
      resolve: (row, context) => answer(row, noArguments, context),
    }
  }
}

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      directFields: DirectFieldsPlugin<Types>
    }
  }
}

SchemaBuilder.registerPlugin('directFields', DirectFieldsPlugin)
