import {
  execute as executeByGraphqlJs,
  GraphQLError,
  type GraphQLFieldConfig,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  parse,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { type Budget, createExecutor } from '#engines/executor'

// The executor without anything of orders: types that are marked by hand, and rows as they may come.

let resolved = 0

/** A field that is read from a property of its row, and otherwise resolved. */
const column = (name: string, type: GraphQLFieldConfig<unknown, unknown>['type']) => ({
  type,
  resolve: (row: Record<string, unknown>) => {
    resolved++
    return row[name]
  },
  extensions: {
    executorScopes: [],
    executorDirect: {
      property: name,
      isLoaded: (row: Record<string, unknown>) => row[name] !== undefined,
      resolve: (row: Record<string, unknown>) => row[name],
    },
  },
})

const Row = new GraphQLObjectType({
  name: 'Row',
  fields: {
    text: column('text', GraphQLString),
    sure: column('sure', new GraphQLNonNull(GraphQLString)),
    count: column('count', GraphQLInt),
    tags: column('tags', new GraphQLList(new GraphQLNonNull(GraphQLString))),
  },
})
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      rows: {
        type: new GraphQLList(Row),
        resolve: (root: { rows: unknown }) => root.rows,
        extensions: { executorScopes: [] },
      },
    },
  }),
})

class TooLarge extends Error {}

class Counting implements Budget {
  objects = 0
  bytes = 0
  exceeded: Error | undefined
  object(width: number) {
    this.objects++
    this.add(width)
  }
  items(count: number) {
    this.add(8 * count)
  }
  value(value: unknown) {
    if (typeof value === 'string' && value.length > limits.shortText) this.add(value.length)
  }
  pause() {
    return undefined
  }
  add(bytes: number) {
    this.bytes += bytes
    if (this.objects <= limits.objects && this.bytes <= limits.bytes) return
    this.exceeded = new TooLarge('too large')
    throw this.exceeded
  }
}

interface Context {
  budget: Counting
}

const limits = { objects: 5, bytes: 2_000, shortText: 10 }
const { execute } = createExecutor<Context>({
  budgetOf: ({ budget }) => budget,
  scopesOf: () => new Set(),
  limits,
  widthOf: (fields) => 10 * fields.length,
  isTooLarge: (error): error is Error => error instanceof TooLarge,
  refusal: ({ message }) => new GraphQLError(message),
  cacheOf: () => {
    const kept = new Map<string, never>()
    return { size: 0, bytes: 0, get: (key) => kept.get(key), set: (key, value) => kept.set(key, value as never) }
  },
})

const document = parse('{ rows { text sure count tags again: text __typename } }')

async function answered(rows: unknown) {
  const budget = new Counting()
  resolved = 0
  const ours = await execute({ schema, document, rootValue: { rows }, contextValue: { budget } })
  const resolvedByUs = resolved
  const theirs = await executeByGraphqlJs({ schema, document, rootValue: { rows }, contextValue: {} })
  return { ours, theirs, resolved: resolvedByUs, budget }
}

const plain = { text: 'a', sure: 'b', count: 1, tags: ['x', 'y'] }

describe('rows that hold all that is requested of them', () => {
  test('are answered as graphql-js answers them, without a resolver', async () => {
    const { ours, theirs, resolved } = await answered([plain, { ...plain, text: null, count: null, tags: null }, null])
    expect(JSON.stringify(ours)).toBe(JSON.stringify(theirs))
    expect(resolved).toBe(0)
  })

  test.each<[string, unknown]>([
    ['lacks a property', { ...plain, text: undefined }],
    ['has null where that is not allowed', { ...plain, sure: null }],
    ['has an error for a value', { ...plain, text: new Error('no') }],
    ['has a promise for a value', { ...plain, text: Promise.resolve('later') }],
    ['has a text where a number belongs', { ...plain, count: 'many' }],
    ['has a number where a text belongs', { ...plain, text: 7 }],
    ['has null in a list that knows none', { ...plain, tags: ['x', null] }],
    ['is an error itself', new Error('gone')],
    ['is a promise itself', Promise.resolve(plain)],
  ])('and one that %s are answered as graphql-js answers them', async (_, row) => {
    const { ours, theirs } = await answered([plain, row, plain])
    expect(JSON.stringify(ours)).toBe(JSON.stringify(theirs))
  })

  test('are counted once, also where the fast way was given up in between', async () => {
    const { budget } = await answered([plain, { ...plain, text: undefined }, plain])
    expect(budget.objects).toBe(3 + 1) // and the root
  })

  test('are refused where they are too many, or hold too much', async () => {
    expect((await answered(Array(6).fill(plain))).ours).toMatchObject({ errors: [{ message: 'too large' }] })
    expect((await answered([{ ...plain, text: 'x'.repeat(2_001) }])).ours.data).toBeUndefined()
    expect((await answered([{ ...plain, tags: Array(300).fill('x') }])).ours.errors).toHaveLength(1)
  })
})
