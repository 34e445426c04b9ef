import {
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  visit,
} from 'graphql'
import { marks } from '../pothos-marks.ts'

type Within = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>

/** Variables that the answer beneath a field may depend on: not those of its own arguments. */
export function variablesBeneath({ fieldNodes, fragments }: Within): string[] {
  const names = new Set<string>()
  const seen = new Set<string>()
  const look = (node: Parameters<typeof visit>[0]) =>
    visit(node, {
      Variable: ({ name }) => void names.add(name.value),
      FragmentSpread({ name }) {
        if (seen.has(name.value)) return
        seen.add(name.value)
        const fragment = fragments[name.value]
        if (fragment !== undefined) look(fragment)
      },
    })
  for (const { selectionSet } of fieldNodes) if (selectionSet !== undefined) look(selectionSet)
  return [...names].sort()
}

/** What the plan of a field's rows depends on, and how large it is. */
export interface Planning {
  variables: readonly string[]
  /** Fields beneath. */
  fields: number
}

/**
 * Variables that change what Prisma is asked for: those of @skip and @include, and of arguments that go into a relation's query, such as
 * the size of a page. The value of any other, such as the channel of an availability, is no reason to plan anew.
 */
export function planningBeneath({ fieldNodes, fragments, schema, returnType }: GraphQLResolveInfo): Planning {
  const walk = new Walk(schema, fragments)
  for (const { selectionSet } of fieldNodes)
    if (selectionSet !== undefined) walk.within(selectionSet, getNamedType(returnType))
  return { variables: [...walk.names].sort(), fields: walk.fields }
}

class Walk {
  readonly names = new Set<string>()
  fields = 0
  readonly #schema: GraphQLSchema
  readonly #fragments: Within['fragments']
  readonly #seen = new Set<string>()

  constructor(schema: GraphQLSchema, fragments: Within['fragments']) {
    this.#schema = schema
    this.#fragments = fragments
  }

  within({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): void {
    for (const selection of selections) {
      for (const directive of selection.directives ?? []) this.#collect(directive)
      if (selection.kind === Kind.FIELD) this.#field(selection, type)
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const { typeCondition } = selection
        this.within(selection.selectionSet, typeCondition ? this.#schema.getType(typeCondition.name.value) : type)
      } else if (!this.#seen.has(selection.name.value)) {
        this.#seen.add(selection.name.value)
        const fragment = this.#fragments[selection.name.value]
        if (fragment) this.within(fragment.selectionSet, this.#schema.getType(fragment.typeCondition.name.value))
      }
    }
  }

  #field(node: FieldNode, type: GraphQLNamedType | undefined): void {
    this.fields++
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined
    const isQueried = typeof field?.extensions[marks.select] === 'function'
    if (isQueried) for (const argument of node.arguments ?? []) this.#collect(argument)
    if (node.selectionSet !== undefined) this.within(node.selectionSet, field && getNamedType(field.type))
  }

  #collect(node: Parameters<typeof visit>[0]): void {
    visit(node, { Variable: ({ name }) => void this.names.add(name.value) })
  }
}
