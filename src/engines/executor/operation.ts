import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql'
import { completerOf } from './complete.ts'
import type { Bounds, Cache, ExecutorOptions } from './options.ts'
import { type Plan, type Selection, selectionOf } from './selection.ts'

/** What an operation is executed by. */
interface Planned {
  plan: Plan
  selection: Selection
}

/** What a plan costs for each character of its document, measured; it holds on to the document, too. */
const BYTES_PER_CHARACTER = 150

type RememberedPlan = Planned & { characters: number }
export type OperationPlans = Cache<RememberedPlan>

/** Plans of operations whose fields depend on variables: one for each answer of their @skip and @include. */
export const operationPlanBounds: Bounds<RememberedPlan> = {
  entries: 1_000,
  bytes: 16_000_000,
  keyLength: 1_000,
  weigh: ({ characters }) => characters * BYTES_PER_CHARACTER,
}

let operationsSoFar = 0

interface OperationParts {
  schema: GraphQLSchema
  document: DocumentNode
  node: OperationDefinitionNode
  options: ExecutorOptions
  plans: OperationPlans
}

/** One operation of a document, with what is known of it before it is executed. It lives as long as its document. */
export class Operation {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly node: OperationDefinitionNode
  readonly fragments: Record<string, FragmentDefinitionNode> = Object.create(null)
  readonly #id = operationsSoFar++
  /** Variables that decide which fields are answered at all. */
  readonly #conditions: readonly string[]
  /** The one plan of an operation without such variables. */
  #only: Planned | undefined
  readonly options: ExecutorOptions
  readonly #plans: OperationPlans

  constructor({ schema, document, node, options, plans }: OperationParts) {
    this.options = options
    this.#plans = plans
    this.schema = schema
    this.document = document
    this.node = node
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments[definition.name.value] = definition
    }
    this.#conditions = conditionsOf(document)
  }

  /** The fields of the root, and the plan that they belong to. */
  planned(variables: Record<string, unknown>): Planned {
    if (this.#conditions.length === 0) {
      this.#only ??= this.#plan({})
      return this.#only
    }
    const values = this.#conditions.map((name) => variables[name])
    const key = `${this.#id} ${JSON.stringify(values)}`
    let planned = this.#plans.get(key)
    if (planned === undefined) {
      const made = this.#plan(Object.fromEntries(this.#conditions.map((name, index) => [name, values[index]])))
      planned = { ...made, characters: this.document.loc?.end ?? 0 }
      this.#plans.set(key, planned)
    }
    return planned
  }

  #plan(conditions: Record<string, unknown>): Planned {
    const root = this.schema.getRootType(this.node.operation)
    if (!root) throw new GraphQLError(`The schema has no ${this.node.operation}.`, { nodes: this.node })
    const plan = {
      schema: this.schema,
      fragments: this.fragments,
      conditions,
      slots: 0,
      completerOf,
      options: this.options,
    }
    return { plan, selection: selectionOf(plan, root, [this.node.selectionSet]) }
  }
}

function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>()
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== GraphQLSkipDirective.name && name.value !== GraphQLIncludeDirective.name) return
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value)
    },
  })
  return [...names].sort()
}

/** The operations of an executor, by document. */
export class Operations {
  readonly #known = new WeakMap<DocumentNode, Map<string | null, Operation>>()
  readonly #parts: Pick<OperationParts, 'options' | 'plans'>

  constructor(parts: Pick<OperationParts, 'options' | 'plans'>) {
    this.#parts = parts
  }

  /** The operation that is requested, or why there is none. The same document gives the same object again. */
  of(schema: GraphQLSchema, document: DocumentNode, name: string | null | undefined): Operation | GraphQLError {
    let known = this.#known.get(document)
    if (known === undefined) {
      known = new Map()
      this.#known.set(document, known)
    }
    const requested = name ?? null
    let operation = known.get(requested)
    if (operation === undefined) {
      const node = chosen(document, requested)
      if (node instanceof GraphQLError) return node // names that are not there would fill the memory
      operation = new Operation({ schema, document, node, ...this.#parts })
      known.set(requested, operation)
    }
    return operation
  }
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
