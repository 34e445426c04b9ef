import { queryFromInfo } from '@pothos/plugin-prisma'
import { Plan } from '@pothos/selection-mapper'
import type { FieldNode, GraphQLResolveInfo } from 'graphql'
import type { Bounds, Cache, CacheOf } from '../options.ts'
import { type Model, PrismaQueries, type Query } from './adapter.ts'
import { type Listening, loadListener } from './listener.ts'
import { Loaded } from './loaded.ts'
import { type Planning, planningBeneath } from './variables.ts'

interface Planned {
  query: Query
  loaded: Loaded
  /** Fields that it was planned for. */
  fields: number
}

/** What a planned query costs for each of its fields, measured: query, mappings, the shape that the reader remembers, projections. */
const BYTES_PER_FIELD = 2_000

export const plannedQueryBounds: Bounds<Planned> = {
  entries: 2_000,
  bytes: 16_000_000,
  keyLength: 1_000,
  weigh: ({ fields }) => (1 + fields) * BYTES_PER_FIELD,
}

interface FieldPosition extends Planning {
  id: number
}

export interface PlannedFrom {
  /** Read besides what is asked for, such as what a cursor is made of. */
  select?: Record<string, true>
  /** Where the rows are in the answer, for a connection. */
  paths?: string[][]
}

/** Where a connection has its rows. */
export const pagePaths = [['nodes'], ['edges', 'node']]

export interface PlannerOptions<Context> {
  cacheOf: CacheOf
  /** All that a nested selection may depend on of who asks. */
  accessKey(context: Context): string
}

export interface Planner<Context> {
  /**
   * What Prisma is asked for, so that the fields beneath this one find what they need. For our executor it is the same as the Prisma
   * plugin's `queryFromInfo`, but made once per document and field position: the same object is given again, for readers that remember
   * what they made of it, and nobody changes it. For any other executor it is `queryFromInfo` itself.
   */
  plannedQuery(context: Context, info: GraphQLResolveInfo, from?: PlannedFrom): Record<never, never>
  /** How full the memory is: for each field position, kind of caller, and value of the variables that change the plan. */
  queries: Pick<Cache<unknown>, 'size' | 'bytes'>
}

export function createPlanner<Context extends object>({
  cacheOf,
  accessKey,
}: PlannerOptions<Context>): Planner<Context> {
  const queries = cacheOf(plannedQueryBounds)
  let positionsSoFar = 0
  const positions = new WeakMap<readonly FieldNode[], FieldPosition>()

  function positionOf(info: GraphQLResolveInfo): FieldPosition {
    let position = positions.get(info.fieldNodes)
    if (position === undefined) {
      position = { id: positionsSoFar++, ...planningBeneath(info) }
      positions.set(info.fieldNodes, position)
    }
    return position
  }

  /** All that a nested selection may hang on, besides the document: who asks, and the values of variables. */
  const keyOf = (context: Context, { variableValues }: GraphQLResolveInfo, { variables }: FieldPosition): string =>
    variables.length === 0
      ? accessKey(context)
      : JSON.stringify([accessKey(context), ...variables.map((name) => variableValues[name])])

  function plannedQuery(context: Context, info: GraphQLResolveInfo, from: PlannedFrom = {}): Record<never, never> {
    const listener = (info as Partial<Listening>)[loadListener]
    if (listener === undefined) return queryFromInfo({ context, info, ...from })
    const position = positionOf(info)
    const key = `${position.id} ${keyOf(context, info, position)} ${from.select === undefined ? '' : Object.keys(from.select)}`
    let planned = queries.get(key)
    if (planned === undefined) {
      planned = { ...plan(context, info, from), fields: position.fields }
      queries.set(key, planned)
    }
    listener.loaded = planned.loaded
    return planned.query
  }

  return { plannedQuery, queries }
}

/** Rows are read without their ids where nobody asks for those and no field has to find its row again. */
function plan(context: object, info: GraphQLResolveInfo, from: PlannedFrom): Omit<Planned, 'fields'> {
  const withoutIds = new PrismaQueries({ withIds: false })
  const planned = planBy(withoutIds, context, info, from)
  return withoutIds.needsIds ? planBy(new PrismaQueries({ withIds: true }), context, info, from) : planned
}

function planBy(
  queries: PrismaQueries,
  context: object,
  info: GraphQLResolveInfo,
  from: PlannedFrom,
): Omit<Planned, 'fields'> {
  const { select, paths } = from
  const initial: Query | undefined = select === undefined ? undefined : { select }
  const made = Plan.fromInfo<Model, Query>(queries, {
    context,
    info,
    ...(paths === undefined ? {} : { paths }),
    ...(initial === undefined ? {} : { initial }),
  })
  if (made === undefined) return { query: initial ?? {}, loaded: new Loaded({}) }
  const { root, mappings } = made.play()
  return { query: frozen(queries.toQuery(root)), loaded: new Loaded(mappings) }
}

function frozen<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) frozen(inner)
  return Object.freeze(value)
}
