import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type PothosTypeConfig,
  type SchemaTypes,
} from '@pothos/core'
import type { GraphQLField, GraphQLFieldResolver } from 'graphql'
import { marks } from './pothos-marks.ts'

/** How a field is answered from its row alone, without arguments and without Pothos looking up how the row was loaded. */
export interface DirectField {
  /** The property that holds the value, where nothing is computed. */
  property: string | undefined
  /** Whether the row holds all that the field needs; one that was loaded for something else may not. */
  isLoaded(row: Row): boolean
  resolve(row: Row, context: object): unknown
}

/** Scopes that the field and its type ask for; undefined where more than scopes decides who may see it. */
export const requiredScopes = (field: GraphQLField<unknown, unknown>): readonly string[] | undefined =>
  field.extensions[guardExtension] as readonly string[] | undefined

type Row = Record<string, unknown>
type Selected = Record<string, true | { select: Selected }>

const extension = 'executorDirect'
const relationExtension = 'executorRelation'
const guardExtension = 'executorScopes'
const unguardedExtension = 'executorUnguarded'

/** The resolver of a root field as it was written, for viewers who are known to have its scopes: no plugin does anything else for it. */
export const unguardedResolver = (
  field: GraphQLField<unknown, unknown>,
): GraphQLFieldResolver<unknown, unknown> | undefined =>
  field.extensions[unguardedExtension] as GraphQLFieldResolver<unknown, unknown> | undefined

/** The property that holds a relation, for whoever knows that the row was loaded with what is requested of it. */
export const relationProperty = (field: GraphQLField<unknown, unknown>): string | undefined =>
  field.extensions[relationExtension] as string | undefined

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

interface Guarded {
  authScopes?: unknown
}
type EncodeId = (typename: string, id: string, context: object) => string

/** The id of a node; the Relay plugin's resolver of it is async, which would make each object with an id a promise. */
const idOf = (typename: string, encodeId: EncodeId): DirectField => ({
  property: undefined,
  isLoaded: (row) => row.id !== undefined,
  resolve: ({ id }, context) => encodeId(typename, String(id), context),
})

const rootKinds = new Set(['Query', 'Mutation', 'Subscription'])

/**
 * Marks the fields that need nothing but columns of their row, most of all fields, so that the executor reads them
 * without building what a resolver may ask for (arguments, path, info). Such a resolver gets no `info`.
 */
class DirectFieldsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  private readonly encodeId = (this.builder.options as { directFields: DirectFieldsOptions<object> }).directFields
    .encodeId

  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const scopes = this.scopes(field)
    if (scopes === undefined) return field
    const own = {
      [guardExtension]: scopes,
      [extension]: this.direct(field),
      [relationExtension]: this.relation(field),
      [unguardedExtension]: this.unguarded(field),
    }
    return { ...field, extensions: { ...field.extensions, ...own } }
  }

  /** Of the field and of its type. A scope that the viewer has not leads to the plugin, which says so. */
  private scopes({ parentType, pothosOptions }: PothosOutputFieldConfig<Types>): string[] | undefined {
    const scopes: string[] = []
    const ofType: unknown = this.buildCache.getTypeConfig(parentType).pothosOptions
    for (const options of [pothosOptions as unknown, ofType] as Guarded[]) {
      if ('grantScopes' in options || 'skipTypeScopes' in options) return undefined
      if (options.authScopes === undefined) continue
      const { scope, ...others } = options.authScopes as { scope?: string }
      if (typeof scope !== 'string' || Object.keys(others).length > 0) return undefined
      scopes.push(scope)
    }
    return scopes
  }

  private unguarded({ kind, resolve, argMappers }: PothosOutputFieldConfig<Types>): unknown {
    return (kind === 'Query' || kind === 'Mutation') && argMappers.length === 0 ? resolve : undefined
  }

  private relation(field: PothosOutputFieldConfig<Types>): string | undefined {
    const extensions = field.extensions ?? {}
    if (marks.fallbackPlan in extensions || extensions[marks.fallback] !== undefined) return undefined
    return (extensions[marks.relation] as { name: string } | undefined)?.name
  }

  private isStoredNode(type: PothosTypeConfig): boolean {
    if (type.extensions?.[marks.model] === undefined || !('interfaces' in type)) return false
    return type.interfaces.some((ref) => this.buildCache.getTypeConfig(ref).name === 'Node')
  }

  private direct(field: PothosOutputFieldConfig<Types>): DirectField | undefined {
    const { resolve, extensions } = field
    if (rootKinds.has(field.kind)) return undefined
    const property = extensions?.[marks.exposed] as string | undefined
    if (Object.keys(field.args).length > 0 || field.argMappers.length > 0) return undefined
    const parent = this.buildCache.getTypeConfig(field.parentType)
    const selected = extensions?.[marks.select] as Selected | (() => unknown) | false | undefined
    if (typeof selected === 'function') return undefined
    if (field.name === 'id' && this.isStoredNode(parent)) return idOf(field.parentType, this.encodeId)
    const relations = (parent.extensions?.[marks.fieldMap] as { relations: ReadonlyMap<string, unknown> } | undefined)
      ?.relations
    const isLoaded = selected ? loadedCheck(selected, relations) : always
    if (isLoaded === undefined) return undefined
    if (property !== undefined) return { property, isLoaded, resolve: (row) => row[property] }
    if (resolve === undefined || resolve.length > 3) return undefined // the fourth parameter is the info
    const answer = resolve as (row: Row, args: object, context: object) => unknown
    return { property, isLoaded, resolve: (row, context) => answer(row, noArguments, context) }
  }
}

export interface DirectFieldsOptions<Context> {
  /** The global id of a node, as the Relay plugin's `encodeGlobalID` gives it. */
  encodeId(typename: string, id: string, context: Context): string
}

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      directFields: DirectFieldsPlugin<Types>
    }
    export interface SchemaBuilderOptions<Types extends SchemaTypes> {
      directFields: DirectFieldsOptions<Types['Context']>
    }
  }
}

SchemaBuilder.registerPlugin('directFields', DirectFieldsPlugin)
