import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { DEFAULT_PAGE, LARGEST_PAGE } from '#schema/connection-args'
import { badInput } from '#schema/page'
import { PLAIN_LIST } from './limits.ts'

type Variables = Record<string, unknown>

interface Walk {
  schema: GraphQLSchema
  fragments: Map<string, FragmentDefinitionNode>
  variables: Variables
  /** Each fragment is counted once: fragments that spread others twice would take for ever. */
  counted: Map<FragmentDefinitionNode, number>
}

/**
 * How many objects an operation asks for: each counts once for every row of the pages and lists that it is in.
 * Refuses a page that is larger than pages may be. The document is valid: its fragments have no cycles.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const root = schema.getRootType(operation.operation)
  return root ? within({ schema, fragments, variables, counted: new Map() }, operation.selectionSet, root.name) : 0
}

function within(walk: Walk, { selections }: SelectionSetNode, typeName: string): number {
  let cost = 0
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      cost += ofField(walk, selection, typeName)
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      cost += within(walk, selection.selectionSet, selection.typeCondition?.name.value ?? typeName)
    } else {
      const fragment = walk.fragments.get(selection.name.value)
      if (fragment) cost += ofFragment(walk, fragment)
    }
  }
  return cost
}

function ofFragment(walk: Walk, fragment: FragmentDefinitionNode): number {
  const cost = walk.counted.get(fragment) ?? within(walk, fragment.selectionSet, fragment.typeCondition.name.value)
  walk.counted.set(fragment, cost)
  return cost
}

function ofField(walk: Walk, node: FieldNode, parentName: string): number {
  const parent = walk.schema.getType(parentName)
  const field: GraphQLField<unknown, unknown> | undefined =
    isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined
  if (field === undefined || node.selectionSet === undefined) return 0 // a scalar, or introspection
  const { name } = getNamedType(field.type)
  const inner = within(walk, node.selectionSet, name)
  // A connection is what it holds, and its `edges` and `nodes` are the same rows twice.
  if (name.endsWith('Connection')) return pageSize(node.arguments ?? [], walk.variables) * inner
  if (name.endsWith('Edge')) return inner
  if (name === 'PageInfo') return 0
  const isPlainList = isListType(getNullableType(field.type)) && !parentName.endsWith('Connection')
  return (isPlainList ? PLAIN_LIST : 1) * (1 + inner)
}

function pageSize(args: readonly ArgumentNode[], variables: Variables): number {
  let size: number | undefined
  for (const { name, value } of args) {
    if (name.value !== 'first' && name.value !== 'last') continue
    const given =
      value.kind === Kind.VARIABLE ? variables[value.name.value] : value.kind === Kind.INT ? Number(value.value) : null
    if (typeof given !== 'number') continue
    if (given < 0 || given > LARGEST_PAGE) {
      throw badInput(
        `\`${name.value}\` is ${given}; a page has 0 to ${LARGEST_PAGE} rows. Ask for less and go on with the cursor.`,
      )
    }
    size = given
  }
  return size ?? DEFAULT_PAGE
}
