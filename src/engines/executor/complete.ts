import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  GraphQLBoolean,
  GraphQLError,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { executeSelection, infoOf, nullInstead } from './fields.ts'
import { isPromise, type LoadedScope, type Path, type Run, under } from './run.ts'
import { type Complete, type SelectedField, selectionWithin } from './selection.ts'

const completers = new WeakMap<GraphQLOutputType, Complete>()

/** How values of the type are completed; made once per type. */
export function completerOf(type: GraphQLOutputType): Complete {
  const known = completers.get(type)
  if (known !== undefined) return known
  const complete = isNonNullType(type) ? nonNull(type.ofType) : nullable(type)
  completers.set(type, complete)
  return complete
}

function nonNull(type: GraphQLOutputType): Complete {
  const complete = nullable(type)
  return (run, field, path, value, scope) => {
    const completed = complete(run, field, path, value, scope)
    if (completed !== null) return completed
    throw new Error(`Cannot return null for non-nullable field ${field.parentType.name}.${field.definition.name}.`)
  }
}

function nullable(type: GraphQLOutputType): Complete {
  const complete = ofType(type)
  return (run, field, path, value, scope) => {
    if (value === null || value === undefined) return null
    if (value instanceof Error) throw value
    return complete(run, field, path, value, scope)
  }
}

function ofType(type: GraphQLOutputType): Complete {
  if (isListType(type)) return list(type.ofType)
  if (isLeafType(type)) return leaf(type)
  if (isAbstractType(type)) return abstract(type)
  if (isObjectType(type)) return (run, field, path, value, scope) => object(run, field, path, type, value, scope)
  throw new Error(`Values of the type ${String(type)} cannot be answered.`)
}

/** Values of the usual scalars that are answered as they are. */
const plain = new Map<GraphQLLeafType, (value: unknown) => boolean>([
  [GraphQLString, (value) => typeof value === 'string'],
  [GraphQLID, (value) => typeof value === 'string'],
  [GraphQLBoolean, (value) => typeof value === 'boolean'],
  [GraphQLInt, (value) => typeof value === 'number' && (value | 0) === value],
])

function leaf(type: GraphQLLeafType): Complete {
  const isPlain = plain.get(type)
  return (run, _field, _path, value) => {
    const serialized = isPlain?.(value) ? value : type.serialize(value)
    run.budget.value(serialized)
    if (serialized !== null && serialized !== undefined) return serialized
    throw new Error(`A value of the type ${type.name} was serialized to nothing.`)
  }
}

function list(itemType: GraphQLOutputType): Complete {
  const complete = completerOf(itemType)
  const isNonNull = isNonNullType(itemType)
  const isLeaf = isLeafType(getNullableType(itemType))
  const itemOf = (
    run: Run,
    field: SelectedField,
    path: Path,
    item: unknown,
    scope: LoadedScope | undefined,
  ): unknown => {
    const failed = (error: unknown) => nullInstead(run, field, path, error, isNonNull)
    try {
      const completed = isPromise(item)
        ? item.then((resolved) => complete(run, field, path, resolved, scope))
        : complete(run, field, path, item, scope)
      return isPromise(completed) ? completed.then(undefined, failed) : completed
    } catch (error) {
      return failed(error)
    }
  }
  return (run, field, path, value, scope) => {
    if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) {
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${field.parentType.name}.${field.definition.name}".`,
      )
    }
    const items: unknown[] = []
    if (isLeaf) run.budget.items((value as { length?: number }).length ?? 0)
    let waits = false
    for (const given of value as Iterable<unknown>) {
      const item = itemOf(run, field, under(path, items.length, undefined), given, scope)
      if (isPromise(item)) waits = true
      items.push(item)
    }
    return waits ? Promise.all(items) : items
  }
}

function object(
  run: Run,
  field: SelectedField,
  path: Path | undefined,
  type: GraphQLObjectType,
  value: unknown,
  scope: LoadedScope | undefined,
): unknown {
  const selection = selectionWithin(field, type)
  if (!type.isTypeOf) return executeSelection(run, selection, path, value, scope)
  const checked = (is: boolean) => {
    if (is) return executeSelection(run, selection, path, value, scope)
    throw new Error(`A value of another type was given for ${type.name}.`)
  }
  const is = type.isTypeOf(value, run.contextValue, infoOf(run, field, path!))
  return isPromise(is) ? is.then((resolved) => checked(resolved as boolean)) : checked(is as boolean)
}

function abstract(type: GraphQLAbstractType): Complete {
  const resolveType = type.resolveType ?? defaultTypeResolver
  const typed = (run: Run, name: unknown): GraphQLObjectType => {
    const found = typeof name === 'string' ? run.schema.getType(name) : undefined
    if (isObjectType(found) && run.schema.isSubType(type, found)) return found
    throw new Error(`A value for ${type.name} is of no type that this has: ${String(name)}.`)
  }
  return (run, field, path, value, scope) => {
    const name = resolveType(value, run.contextValue, infoOf(run, field, path!), type)
    return isPromise(name)
      ? name.then((resolved) => object(run, field, path, typed(run, resolved), value, scope))
      : object(run, field, path, typed(run, name), value, scope)
  }
}
