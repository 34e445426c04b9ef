import {
  type ArgumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'
import type { Operation } from '#engines/executor'
import { DEFAULT_PAGE, LARGEST_PAGE } from '#schema/connection-args'
import { badInput } from '#schema/page'
import { PLAIN_LIST } from './limits.ts'

type Variables = Record<string, unknown>

/** One estimate: the variables, and what fragments came to, since those that spread others twice would take for ever. */
interface Estimate {
  variables: Variables
  fragments: Map<FragmentDefinitionNode, number>
}

/** Objects that a part of an operation requests: known beforehand, or with the variables. */
type Cost = number | ((estimate: Estimate) => number)

const numberOf = (cost: Cost, estimate: Estimate): number => (typeof cost === 'number' ? cost : cost(estimate))

const sum = (costs: readonly Cost[]): Cost => {
  let known = 0
  const others: Exclude<Cost, number>[] = []
  for (const cost of costs) {
    if (typeof cost === 'number') known += cost
    else others.push(cost)
  }
  return others.length === 0 ? known : (estimate) => others.reduce((total, cost) => total + cost(estimate), known)
}

const product = (size: Cost, cost: Cost): Cost =>
  typeof size === 'number' && typeof cost === 'number'
    ? size * cost
    : (estimate) => numberOf(size, estimate) * numberOf(cost, estimate)

const costs = new WeakMap<Operation, Cost>()

/**
 * How many objects an operation may answer with: each counts once for every row of the pages and lists that it is in. Refuses a page that
 * is larger than pages may be. The document is valid: its fragments have no cycles.
 */
export function operationCost(operation: Operation, variables: Variables): number {
  let cost = costs.get(operation)
  if (cost === undefined) {
    const root = operation.schema.getRootType(operation.node.operation)
    cost = root ? new Compiler(operation).within(operation.node.selectionSet, root.name, PLAIN_LIST) : 0
    costs.set(operation, cost)
  }
  return typeof cost === 'number' ? cost : cost({ variables, fragments: new Map() })
}

class Compiler {
  readonly #operation: Operation
  readonly #fragments = new Map<FragmentDefinitionNode, Cost>()

  constructor(operation: Operation) {
    this.#operation = operation
  }

  /** `list`: how large a list without paging is taken to be here. */
  within({ selections }: SelectionSetNode, typeName: string, list: Cost): Cost {
    return sum(
      selections.map((selection) => {
        if (selection.kind === Kind.FIELD) return this.#field(selection, typeName, list)
        if (selection.kind === Kind.INLINE_FRAGMENT) {
          return this.within(selection.selectionSet, selection.typeCondition?.name.value ?? typeName, list)
        }
        const fragment = this.#operation.fragments[selection.name.value]
        return fragment ? this.#fragment(fragment) : 0
      }),
    )
  }

  #fragment(fragment: FragmentDefinitionNode): Cost {
    const known = this.#fragments.get(fragment)
    if (known !== undefined) return known
    const cost = this.within(fragment.selectionSet, fragment.typeCondition.name.value, PLAIN_LIST)
    const once: Cost =
      typeof cost === 'number'
        ? cost
        : (estimate) => {
            const counted = estimate.fragments.get(fragment) ?? cost(estimate)
            estimate.fragments.set(fragment, counted)
            return counted
          }
    this.#fragments.set(fragment, once)
    return once
  }

  #field(node: FieldNode, parentName: string, list: Cost): Cost {
    const parent = this.#operation.schema.getType(parentName)
    const field: GraphQLField<unknown, unknown> | undefined =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined
    if (field === undefined || node.selectionSet === undefined) return 0 // a scalar, or introspection
    const { name } = getNamedType(field.type)
    const isList = isListType(getNullableType(field.type))
    const given = longestList(field, node.arguments ?? [])
    // What is given as a list is answered as one: the ids of `nodes`, and the orders of an import beneath its payload.
    const inner = this.within(node.selectionSet, name, (!isList && given) || PLAIN_LIST)
    // A connection is what it holds, and its `edges` and `nodes` are the same rows twice.
    if (name.endsWith('Connection')) return product(pageSize(node.arguments ?? []), inner)
    if (name.endsWith('Edge')) return inner
    if (name === 'PageInfo') return 0
    const isPlainList = isList && !parentName.endsWith('Connection')
    return product(isPlainList ? (given ?? list) : 1, sum([1, inner]))
  }
}

/** The length of the longest list among the arguments; undefined where none of them is one. */
function longestList(field: GraphQLField<unknown, unknown>, given: readonly ArgumentNode[]): Cost | undefined {
  const lists = field.args.filter(({ type }) => isListType(getNullableType(type))).map(({ name }) => name)
  const lengths = given.filter(({ name }) => lists.includes(name.value)).map(({ value }) => lengthOf(value))
  if (lengths.length === 0) return undefined
  return lengths.every((length) => typeof length === 'number')
    ? Math.max(...lengths)
    : (estimate) => Math.max(...lengths.map((length) => numberOf(length, estimate)))
}

function lengthOf(value: ValueNode): Cost {
  if (value.kind === Kind.LIST) return value.values.length
  if (value.kind !== Kind.VARIABLE) return 1
  const name = value.name.value
  return ({ variables: { [name]: list } }) => (Array.isArray(list) ? list.length : 1)
}

function pageSize(given: readonly ArgumentNode[]): Cost {
  let size: Cost = DEFAULT_PAGE
  for (const { name, value } of given) {
    if (name.value !== 'first' && name.value !== 'last') continue
    const before: Cost = size
    if (value.kind === Kind.INT) {
      const rows = Number(value.value)
      size = isPage(rows) ? rows : () => checked(name.value, rows)
    } else if (value.kind === Kind.VARIABLE) {
      const variable = value.name.value
      size = (estimate): number => {
        const rows = estimate.variables[variable]
        return typeof rows === 'number' ? checked(name.value, rows) : numberOf(before, estimate)
      }
    }
  }
  return size
}

const isPage = (rows: number): boolean => rows >= 0 && rows <= LARGEST_PAGE

function checked(name: string, rows: number): number {
  if (isPage(rows)) return rows
  throw badInput(
    `\`${name}\` is ${rows}; a page has 0 to ${LARGEST_PAGE} rows. Ask for less and go on with the cursor.`,
  )
}
