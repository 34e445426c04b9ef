import { queryFromInfo } from '@pothos/plugin-prisma'
import { Plan } from '@pothos/selection-mapper'
import type { FieldNode, GraphQLResolveInfo } from 'graphql'
import { Bounded } from '#store/bounded'
import { accessKey } from '../access.ts'
import type { Context } from '../context.ts'
import { type Model, PrismaQueries, type Query } from './adapter.ts'
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

/** Planned queries of all places in documents: for each kind of viewer, and each value of the variables that change the plan. */
export const plannedQueries = new Bounded<Planned>({
  entries: 2_000,
  bytes: 16_000_000,
  keyLength: 1_000,
  weigh: ({ fields }) => (1 + fields) * BYTES_PER_FIELD,
})

interface Place extends Planning {
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

let placesSoFar = 0
const places = new WeakMap<readonly FieldNode[], Place>()

/**
 * What Prisma is asked for, so that the fields beneath this one find what they need. For our executor it is the same as the Prisma
 * plugin's `queryFromInfo`, but made once per document and field position: the same object is given again, for readers that remember
 * what they made of it, and nobody changes it. For any other executor it is `queryFromInfo` itself.
 */
export function plannedQuery(context: Context, info: GraphQLResolveInfo, from: PlannedFrom = {}): Record<never, never> {
  const hearer = (info as Partial<Hearing>)[hearing]
  if (hearer === undefined) return queryFromInfo({ context, info, ...from })
  let place = places.get(info.fieldNodes)
  if (place === undefined) {
    place = { id: placesSoFar++, ...planningBeneath(info) }
    places.set(info.fieldNodes, place)
  }
  const key = `${place.id} ${keyOf(context, info, place)} ${from.select === undefined ? '' : Object.keys(from.select)}`
  let planned = plannedQueries.get(key)
  if (planned === undefined) {
    planned = { ...plan(context, info, from), fields: place.fields }
    plannedQueries.set(key, planned)
  }
  hearer.loaded = planned.loaded
  return planned.query
}

/** Our executor's place in `info` to be told what was loaded; it tells the Prisma plugin only where that resolves a field beneath. */
export const hearing = Symbol('hearing')

export interface Hearing {
  [hearing]: Hearer
}

export interface Hearer {
  /** What the rows that the field answers with were loaded with, where it asked for a planned query. */
  loaded: Loaded | undefined
}

/** All that a nested selection may hang on, besides the document: who asks, and the values of variables. */
const keyOf = ({ viewer }: Context, { variableValues }: GraphQLResolveInfo, { variables }: Place): string =>
  variables.length === 0
    ? accessKey(viewer)
    : JSON.stringify([accessKey(viewer), ...variables.map((name) => variableValues[name])])

/** Rows are read without their ids where nobody asks for those and no field has to find its row again. */
function plan(context: Context, info: GraphQLResolveInfo, from: PlannedFrom): Omit<Planned, 'fields'> {
  const lean = new PrismaQueries({ withIds: false })
  const planned = planBy(lean, context, info, from)
  return lean.needsIds ? planBy(new PrismaQueries({ withIds: true }), context, info, from) : planned
}

function planBy(
  queries: PrismaQueries,
  context: Context,
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
