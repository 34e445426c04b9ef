import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  TypeNameMetaFieldDef,
} from 'graphql'
import type { ExecutorOptions } from './options.ts'
import type { Loaded } from './planning/loaded.ts'
import { isPromise, type Run } from './run.ts'
import { type Projection, type SelectedField, type Selection, selectionWithin } from './selection.ts'

/** What is answered of a value, all of it at once. Throws where it is not as usual, and then nothing has happened yet. */
type Convert = (value: unknown, run: Run) => unknown

/** A value that is projected, and what is known of it. */
export interface At {
  /** The field that answers with it. */
  field: SelectedField
  /** What the rows were loaded with; undefined where nobody planned them. */
  loaded: Loaded | undefined
  /** Names of the fields between it and the field position that the rows were loaded for. */
  beneath: readonly string[]
}

/** The name of a field as a plan has it: its type, and its position beneath the plan's own. */
export const planKey = ({ parentType, key }: SelectedField, beneath: readonly string[]): string =>
  `${parentType.name}@${[...beneath, key].join('.')}`

/** Undefined where one of the fields beneath has to be resolved, as one with arguments or one that the rows were not loaded with. */
export function projectionOf(at: At): Projection | undefined {
  const { options } = at.field.plan
  const compiler = new Compiler(options)
  const convert = compiler.value(at.field.definition.type, at)
  if (convert === undefined) return undefined
  return {
    scopes: [...compiler.scopes],
    answer(value, run) {
      const { budget } = run
      const { objects, bytes } = budget
      try {
        return convert(value, run)
      } catch (error) {
        if (options.isTooLarge(error)) throw error
        budget.objects = objects // the long way counts them again
        budget.bytes = bytes
        return undefined
      }
    },
  }
}

const unusual = (): never => {
  throw unfit
}
const unfit = new Error('a value is not as usual')

/** JavaScript that answers a leaf as it is, where it is of the usual kind. */
const asItIs = (type: GraphQLLeafType, shortText: number): string | undefined => {
  switch (type) {
    case GraphQLString:
    case GraphQLID:
      return `typeof v === 'string' && v.length <= ${shortText}`
    case GraphQLBoolean:
      return `typeof v === 'boolean'`
    case GraphQLInt:
      return `typeof v === 'number' && (v | 0) === v`
    case GraphQLFloat:
      return `typeof v === 'number' && Number.isFinite(v)`
    default:
      return undefined
  }
}

class Compiler {
  readonly scopes = new Set<string>()
  readonly #limits: ExecutorOptions['limits']

  constructor({ limits }: ExecutorOptions) {
    this.#limits = limits
  }

  value(type: GraphQLOutputType, at: At): Convert | undefined {
    if (isNonNullType(type)) {
      const convert = this.value(type.ofType, at)
      return convert && ((value, run) => convert(value, run) ?? unusual())
    }
    const convert = this.present(type, at)
    return convert && ((value, run) => (value === null ? null : convert(value, run)))
  }

  private present(type: GraphQLOutputType, at: At): Convert | undefined {
    if (isListType(type)) {
      const convert = this.value(type.ofType, at)
      const isOfLeaves = isLeafType(getNullableType(type.ofType))
      return convert && ((value, run) => listOf(value, convert, run, isOfLeaves))
    }
    if (isLeafType(type)) return leafOf(type)
    return isObjectType(type) ? this.object(type, at) : undefined
  }

  /** An object literal is made several times faster than an object whose properties are added one by one. */
  private object(type: GraphQLObjectType, at: At): Convert | undefined {
    const selection = selectionWithin(at.field, type)
    if (type.isTypeOf || selection.bare) return undefined
    const parts = this.parts(selection, at)
    if (parts === undefined) return undefined
    const names = parts.map((_part, index) => `p${index}`)
    const properties = parts.map(({ key, read }, index) => `${JSON.stringify(key)}: ${read(`p${index}`)}`)
    const source = `'use strict'; return (row, run) => {
      if (typeof row !== 'object' || row instanceof Error || row.then !== undefined) unusual()
      const { budget } = run
      if (++budget.objects > ${this.#limits.objects} || (budget.bytes += ${selection.width}) > ${this.#limits.bytes}) budget.object(0)
      let v
      return { ${properties.join(', ')} }
    }`
    return new Function('unusual', ...names, source)(unusual, ...parts.map(({ hold }) => hold)) as Convert
  }

  private parts(selection: Selection, at: At): Part[] | undefined {
    const parts: Part[] = []
    for (const field of selection.fields) {
      const part = this.part(field, at)
      if (part === undefined) return undefined
      parts.push(part)
    }
    return parts
  }

  private part(field: SelectedField, { loaded, beneath }: At): Part | undefined {
    const { key, definition, direct, relation, scopes, parentType } = field
    if (definition === TypeNameMetaFieldDef)
      return { key, hold: undefined, read: () => JSON.stringify(parentType.name) }
    if (scopes === undefined) return undefined
    for (const scope of scopes) this.scopes.add(scope)
    if (direct !== undefined) {
      const convert = this.value(definition.type, { field, loaded, beneath: [...beneath, key] })
      if (convert === undefined) return undefined
      const { property } = direct
      return property === undefined
        ? computed(key, direct, convert)
        : this.held(key, property, definition.type, convert)
    }
    const within = loaded?.within(field, () => planKey(field, beneath))
    if (relation === undefined || within === undefined || within === null) return undefined
    const convert = this.value(definition.type, { field, loaded: within, beneath: [] })
    return convert && this.held(key, relation, definition.type, convert)
  }

  private held(key: string, property: string, type: GraphQLOutputType, convert: Convert): Part {
    const named = isNonNullType(type) ? type.ofType : type
    const usual = isLeafType(named) ? asItIs(named, this.#limits.shortText) : undefined
    const otherwise = (name: string) => `v === undefined ? unusual() : ${name}(v, run)`
    return {
      key,
      hold: convert,
      read(name) {
        const value = `(v = row[${JSON.stringify(property)}], `
        return usual === undefined ? `${value}${otherwise(name)})` : `${value}${usual} ? v : ${otherwise(name)})`
      },
    }
  }
}

/** One property of an answer: JavaScript that reads it of `row`, given the name under which it finds what it holds on to. */
interface Part {
  key: string
  hold: unknown
  read(name: string): string
}

function computed(key: string, direct: NonNullable<SelectedField['direct']>, convert: Convert): Part {
  const hold: Convert = (row, run) => {
    if (!direct.isLoaded(row as Record<string, unknown>)) return unusual()
    const value = direct.resolve(row as Record<string, unknown>, run.contextValue)
    if (isPromise(value)) return unusual()
    return convert(value ?? null, run)
  }
  return { key, hold, read: (name) => `${name}(row, run)` }
}

function listOf(value: unknown, convert: Convert, run: Run, isOfLeaves: boolean): unknown[] {
  if (!Array.isArray(value)) return unusual()
  if (isOfLeaves) run.budget.items(value.length)
  const items: unknown[] = []
  for (const item of value) items.push(convert(item ?? null, run))
  return items
}

function leafOf(type: GraphQLLeafType): Convert {
  return (value, run) => {
    if (value instanceof Error || isPromise(value)) return unusual()
    const serialized = type.serialize(value) ?? unusual()
    run.budget.value(serialized)
    return serialized
  }
}
