import type {
  FragmentDefinitionNode,
  GraphQLError,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql'
import type { Budget, ExecutorOptions } from './options.ts'
import type { Loaded } from './planning/loaded.ts'

/** Where an answer goes, from the root down. */
export type Path = GraphQLResolveInfo['path']

export const under = (prev: Path | undefined, key: string | number, typename: string | undefined): Path => ({
  prev,
  key,
  typename,
})

/** What the rows beneath a field position were loaded with, by one planned query. */
export interface LoadedScope {
  root: Path
  loaded: Loaded
  /** Whether the Prisma plugin knows of it. */
  isRegistered: boolean
}

export type Arguments = Record<string, unknown>

/** One execution of an operation. */
export interface Run {
  schema: GraphQLSchema
  fragments: Record<string, FragmentDefinitionNode>
  operation: OperationDefinitionNode
  rootValue: unknown
  contextValue: object
  budget: Budget
  /** The scopes that the caller has. */
  scopes: ReadonlySet<string>
  variableValues: Record<string, unknown>
  errors: Failures
  /** The arguments of fields that take variables, by the field's slot: the same for each row. */
  args: (Arguments | undefined)[]
}

export function runOf(
  {
    schema,
    fragments,
    node,
    options,
  }: Pick<Run, 'schema' | 'fragments'> & { node: OperationDefinitionNode; options: ExecutorOptions },
  { slots }: { slots: number },
  {
    rootValue,
    contextValue,
    variableValues,
    errors,
  }: Pick<Run, 'rootValue' | 'contextValue' | 'variableValues' | 'errors'>,
): Run {
  const args = new Array(slots)
  const budget = options.budgetOf(contextValue)
  const scopes = options.scopesOf(contextValue)
  return { schema, fragments, operation: node, rootValue, contextValue, budget, scopes, variableValues, errors, args }
}

/** Errors of one execution. What lies beneath a path that has become null already is left out. */
export class Failures {
  readonly list: GraphQLError[] = []
  readonly #nulls = new Set<Path | undefined>()

  add(error: GraphQLError, path: Path | undefined): void {
    for (let at = path; at !== undefined; at = at.prev) if (this.#nulls.has(at)) return
    if (this.#nulls.has(undefined)) return
    this.#nulls.add(path)
    this.list.push(error)
  }
}

export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
