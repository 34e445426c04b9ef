import {
  GraphQLError,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLLeafType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql'
import { didYouMean } from 'graphql/jsutils/didYouMean.js'
import { suggestionList } from 'graphql/jsutils/suggestionList.js'

interface Path {
  prev: Path | undefined
  key: string | number
}

/** What is wrong with a value, and where it is beneath the variable. */
export type OnInvalid = (path: (string | number)[], value: unknown, error: GraphQLError) => void

type Coerce = (value: unknown, path: Path | undefined, onInvalid: OnInvalid) => unknown

const known = new WeakMap<GraphQLInputType, Coerce>()

/**
 * A value as its type has it, with the answers and the errors of graphql-js' `coerceInputValue`. What to do with a type is found
 * out once: half the time, which for the 4 MB of a large import is what holds the event loop.
 */
export const coerceInput = (value: unknown, type: GraphQLInputType, onInvalid: OnInvalid): unknown =>
  coercerOf(type)(value, undefined, onInvalid)

function coercerOf(type: GraphQLInputType): Coerce {
  let coerce = known.get(type)
  if (coerce === undefined) {
    coerce = made(type)
    known.set(type, coerce)
  }
  return coerce
}

function made(type: GraphQLInputType): Coerce {
  if (isNonNullType(type)) return nonNull(type.ofType, String(type))
  if (isListType(type)) return list(type.ofType)
  if (isInputObjectType(type)) return object(type)
  if (isLeafType(type)) return leaf(type)
  throw new Error(`${String(type)} is no type of an input.`)
}

function nonNull(inner: GraphQLInputType, name: string): Coerce {
  const coerce = coercerOf(inner)
  return (value, path, onInvalid) => {
    if (value !== null && value !== undefined) return coerce(value, path, onInvalid)
    onInvalid(keysOf(path), value, new GraphQLError(`Expected non-nullable type "${name}" not to be null.`))
    return undefined
  }
}

function list(itemType: GraphQLInputType): Coerce {
  const coerce = coercerOf(itemType)
  return (value, path, onInvalid) => {
    if (value === null || value === undefined) return null
    // A list accepts one value as a list of it.
    if (!Array.isArray(value)) return [coerce(value, path, onInvalid)]
    const items: unknown[] = []
    for (let key = 0; key < value.length; key++) items.push(coerce(value[key], { prev: path, key }, onInvalid))
    return items
  }
}

interface Field {
  name: string
  defaultValue: unknown
  /** The type's name where a value has to be given. */
  required: string | undefined
  coerce: Coerce
}

function object(type: GraphQLInputObjectType): Coerce {
  let fields: Field[] | undefined
  const definitions = type.getFields()
  // Not before they are needed: types may hold each other.
  const fieldsOf = (): Field[] =>
    Object.values(definitions).map((field) => ({
      name: field.name,
      defaultValue: field.defaultValue,
      required: isNonNullType(field.type) ? String(field.type) : undefined,
      coerce: coercerOf(field.type),
    }))
  return (value, path, onInvalid) => {
    if (value === null || value === undefined) return null
    if (typeof value !== 'object' || Array.isArray(value)) {
      onInvalid(keysOf(path), value, new GraphQLError(`Expected type "${type.name}" to be an object.`))
      return undefined
    }
    fields ??= fieldsOf()
    const given = value as Record<string, unknown>
    const coerced: Record<string, unknown> = {}
    for (const { name, defaultValue, required, coerce } of fields) {
      const own = given[name]
      if (own !== undefined) coerced[name] = coerce(own, { prev: path, key: name }, onInvalid)
      else if (defaultValue !== undefined) coerced[name] = defaultValue
      else if (required !== undefined) {
        const missing = `Field "${name}" of required type "${required}" was not provided.`
        onInvalid(keysOf(path), value, new GraphQLError(missing))
      }
    }
    for (const name of Object.keys(given)) {
      if (definitions[name]) continue
      const suggested = didYouMean(suggestionList(name, Object.keys(definitions)))
      const unknown = `Field "${name}" is not defined by type "${type.name}".${suggested}`
      onInvalid(keysOf(path), value, new GraphQLError(unknown))
    }
    if (type.isOneOf) mustBeOne(type, coerced, value, path, onInvalid)
    return coerced
  }
}

function mustBeOne(
  { name }: GraphQLInputObjectType,
  coerced: Record<string, unknown>,
  value: unknown,
  path: Path | undefined,
  onInvalid: OnInvalid,
): void {
  const keys = Object.keys(coerced)
  const [key = ''] = keys
  if (keys.length !== 1) {
    onInvalid(keysOf(path), value, new GraphQLError(`Exactly one key must be specified for OneOf type "${name}".`))
  }
  if (coerced[key] === null) {
    onInvalid([...keysOf(path), key], null, new GraphQLError(`Field "${key}" must be non-null.`))
  }
}

function leaf(type: GraphQLLeafType): Coerce {
  const parse = (value: unknown) => type.parseValue(value)
  return (value, path, onInvalid) => {
    if (value === null || value === undefined) return null
    let parsed: unknown
    try {
      parsed = parse(value)
    } catch (error) {
      onInvalid(keysOf(path), value, error instanceof GraphQLError ? error : explained(type, error as Error))
      return undefined
    }
    if (parsed === undefined) onInvalid(keysOf(path), value, new GraphQLError(`Expected type "${type.name}".`))
    return parsed
  }
}

const explained = ({ name }: GraphQLLeafType, error: Error): GraphQLError =>
  new GraphQLError(`Expected type "${name}". ${error.message}`, { originalError: error })

function keysOf(path: Path | undefined): (string | number)[] {
  const keys: (string | number)[] = []
  for (let at = path; at !== undefined; at = at.prev) keys.unshift(at.key)
  return keys
}
