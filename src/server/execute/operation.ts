import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql'
import { Bounded } from './bounded.ts'
import { completerOf } from './complete.ts'
import { type Plan, type Selection, selectionOf } from './selection.ts'

/** Answers of @skip and @include that one operation keeps a plan for. */
const PLANS = 64

/** One operation of a document, with what is known of it before it is executed. It lives as long as its document. */
export class Operation {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly node: OperationDefinitionNode
  readonly fragments: Record<string, FragmentDefinitionNode> = Object.create(null)
  /** Variables that decide which fields are answered at all. */
  readonly #conditions: readonly string[]
  readonly #plans = new Bounded<string, { plan: Plan; selection: Selection }>(PLANS)

  constructor(schema: GraphQLSchema, document: DocumentNode, node: OperationDefinitionNode) {
    this.schema = schema
    this.document = document
    this.node = node
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments[definition.name.value] = definition
    }
    this.#conditions = conditionsOf(document)
  }

  /** The fields of the root, and the plan that they belong to. */
  planned(variables: Record<string, unknown>): { plan: Plan; selection: Selection } {
    const conditions = Object.fromEntries(this.#conditions.map((name) => [name, variables[name]]))
    const key = JSON.stringify(conditions)
    return this.#plans.take(key, () => {
      const root = this.schema.getRootType(this.node.operation)
      if (!root) throw new GraphQLError(`The schema has no ${this.node.operation}.`, { nodes: this.node })
      const plan = { schema: this.schema, fragments: this.fragments, conditions, slots: 0, completerOf }
      return { plan, selection: selectionOf(plan, root, [this.node.selectionSet]) }
    })
  }
}

function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>()
  visit(document, {
    Directive: (directive) => {
      visit(directive, { Variable: ({ name }) => void names.add(name.value) })
    },
  })
  return [...names].sort()
}

const operations = new WeakMap<DocumentNode, Map<string | null, Operation | GraphQLError>>()

/** The operation that is asked for, or why none is. The same document gives the same object again. */
export function operationOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  name: string | null | undefined,
): Operation | GraphQLError {
  let known = operations.get(document)
  if (known === undefined) {
    known = new Map()
    operations.set(document, known)
  }
  const asked = name ?? null
  let operation = known.get(asked)
  if (operation === undefined) {
    const node = chosen(document, asked)
    operation = node instanceof GraphQLError ? node : new Operation(schema, document, node)
    if (!(node instanceof GraphQLError)) known.set(asked, operation) // names that are not there would fill the memory
  }
  return operation
}

function chosen({ definitions }: DocumentNode, name: string | null): OperationDefinitionNode | GraphQLError {
  const found = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  if (name !== null) {
    return found.find((node) => node.name?.value === name) ?? new GraphQLError(`Unknown operation named "${name}".`)
  }
  const [only, another] = found
  if (another !== undefined) {
    return new GraphQLError('Must provide operation name if query contains multiple operations.')
  }
  return only ?? new GraphQLError('Must provide an operation.')
}
