import {
  defaultFieldResolver,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNullableType,
  type InlineFragmentNode,
  isAbstractType,
  isLeafType,
  isNonNullType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql'
import { type DirectField, directField, relationProperty, requiredScopes, unguardedResolver } from './direct-fields.ts'
import type { ExecutorOptions } from './options.ts'
import type { Arguments, LoadedScope, Path, Run } from './run.ts'

/** Makes what a resolver gave into what is answered, or throws what is wrong with it. A single leaf needs no path. */
export type Complete = (
  run: Run,
  field: SelectedField,
  path: Path | undefined,
  value: unknown,
  scope: LoadedScope | undefined,
) => unknown

/** How values that hold all that is requested of them become what is answered, without a look at one field after another. */
export interface Projection {
  /** Without all of these the plugins decide, field by field. */
  scopes: readonly string[]
  /** Of an object, or of a list of them; undefined where the long way has to find out what is wrong. */
  answer(value: unknown, run: Run): unknown
}

/** What a selection is made for: one document, one operation, one answer of each @skip and @include. */
export interface Plan {
  schema: GraphQLSchema
  fragments: Record<string, FragmentDefinitionNode>
  /** The values of the variables that directives ask for. */
  conditions: Record<string, unknown>
  /** Fields so far whose arguments hold variables. */
  slots: number
  completerOf(type: GraphQLOutputType): Complete
  options: ExecutorOptions
}

/** The fields of one object type that an operation requests, merged by their name in the answer. */
export interface Selection {
  type: GraphQLObjectType
  fields: SelectedField[]
  /** An answer named `__proto__` needs an object without prototype; any other is faster without. */
  bare: boolean
  /** About how many bytes names and short values of one answer are. */
  width: number
}

type Resolve = NonNullable<GraphQLField<unknown, unknown>['resolve']>

export interface SelectedField {
  plan: Plan
  key: string
  parentType: GraphQLObjectType
  definition: GraphQLField<unknown, unknown>
  nodes: readonly FieldNode[]
  resolve: Resolve
  /** The same for viewers who have the scopes. */
  resolveAllowed: Resolve
  /** Scopes without which neither of the two below is for the viewer; undefined where the plugins decide. */
  scopes: readonly string[] | undefined
  direct: DirectField | undefined
  /** The property of a relation, read where the row is known to be loaded with it. */
  relation: string | undefined
  /** Arguments without variables, made once. */
  constant: Arguments | undefined
  /** Where a run keeps the arguments with variables; -1 where there are none. */
  slot: number
  complete: Complete
  isNonNull: boolean
  /** Whether its value has no fields and no items, so that nothing beneath it has a path. */
  isLeaf: boolean
  /** What is requested of each object type that the field can answer with. */
  inner: Map<GraphQLObjectType, Selection>
  /** How its whole value is answered at once, by what the rows beneath were loaded with; null where that cannot be. */
  projections: WeakMap<object, Projection | null>
}

export const noArguments: Arguments = Object.freeze({})

/** What is requested of the field's value, as this type. */
export function selectionWithin(field: SelectedField, type: GraphQLObjectType): Selection {
  let selection = field.inner.get(type)
  if (selection === undefined) {
    const sets = field.nodes.flatMap((node) => node.selectionSet ?? [])
    selection = selectionOf(field.plan, type, sets)
    field.inner.set(type, selection)
  }
  return selection
}

export function selectionOf(plan: Plan, type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Selection {
  const collected = new Map<string, FieldNode[]>()
  const spread = new Set<string>()
  for (const set of sets) collect(plan, type, set, collected, spread)
  const fields: SelectedField[] = []
  for (const [key, nodes] of collected) {
    const field = selectedField(plan, type, key, nodes)
    if (field !== undefined) fields.push(field)
  }
  return { type, fields, bare: collected.has('__proto__'), width: plan.options.widthOf(fields) }
}

function collect(
  plan: Plan,
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
  collected: Map<string, FieldNode[]>,
  spread: Set<string>,
): void {
  for (const node of selections) {
    if (node.kind === Kind.FRAGMENT_SPREAD && spread.has(node.name.value)) continue
    if (!isIncluded(plan, node)) continue
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value
      const nodes = collected.get(key)
      if (nodes === undefined) collected.set(key, [node])
      else nodes.push(node)
      continue
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : plan.fragments[node.name.value]
    if (node.kind === Kind.FRAGMENT_SPREAD) spread.add(node.name.value)
    if (fragment !== undefined && applies(plan, fragment, type)) {
      collect(plan, type, fragment.selectionSet, collected, spread)
    }
  }
}

function isIncluded({ conditions }: Plan, node: FieldNode | InlineFragmentNode | FragmentSpreadNode): boolean {
  if (node.directives === undefined || node.directives.length === 0) return true
  if (getDirectiveValues(GraphQLSkipDirective, node, conditions)?.if === true) return false
  return getDirectiveValues(GraphQLIncludeDirective, node, conditions)?.if !== false
}

function applies(
  { schema }: Plan,
  { typeCondition }: FragmentDefinitionNode | InlineFragmentNode,
  type: GraphQLObjectType,
): boolean {
  if (typeCondition === undefined) return true
  const condition = schema.getType(typeCondition.name.value)
  return condition === type || (isAbstractType(condition) && schema.isSubType(condition, type))
}

function definitionOf(schema: GraphQLSchema, type: GraphQLObjectType, name: string) {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
  }
  return type.getFields()[name]
}

function selectedField(
  plan: Plan,
  parentType: GraphQLObjectType,
  key: string,
  nodes: readonly FieldNode[],
): SelectedField | undefined {
  const [first] = nodes
  const definition = first && definitionOf(plan.schema, parentType, first.name.value)
  if (first === undefined || definition === undefined) return undefined
  const varies = hasVariable(first)
  const resolve = definition.resolve ?? defaultFieldResolver
  return {
    plan,
    key,
    parentType,
    definition,
    nodes,
    resolve,
    resolveAllowed: unguardedResolver(definition) ?? resolve,
    scopes: requiredScopes(definition),
    direct: directField(definition),
    relation: relationProperty(definition),
    constant: varies ? undefined : constantArguments(definition, first),
    slot: varies ? plan.slots++ : -1,
    complete: plan.completerOf(definition.type),
    isNonNull: isNonNullType(definition.type),
    isLeaf: isLeafType(getNullableType(definition.type)),
    inner: new Map(),
    projections: new WeakMap(),
  }
}

/** Undefined where the arguments are wrong, so that each run says so at its own path. */
function constantArguments(definition: GraphQLField<unknown, unknown>, node: FieldNode) {
  if (definition.args.length === 0) return noArguments
  try {
    return frozen(getArgumentValues(definition, node, {}))
  } catch {
    return undefined
  }
}

/** Shared by all who call the field, so nobody may change them. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) frozen(inner)
  }
  return value
}

function hasVariable({ arguments: given = [] }: FieldNode): boolean {
  let found = false
  const Variable = () => {
    found = true
  }
  for (const { value } of given) visit(value, { Variable })
  return found
}

/** The arguments of a field in this run. */
export function argumentsOf(run: Run, field: SelectedField): Arguments {
  if (field.constant !== undefined) return field.constant
  if (field.slot === -1) return getArgumentValues(field.definition, field.nodes[0]!, run.variableValues)
  const known = run.args[field.slot]
  if (known !== undefined) return known
  const args = frozen(getArgumentValues(field.definition, field.nodes[0]!, run.variableValues))
  run.args[field.slot] = args
  return args
}
