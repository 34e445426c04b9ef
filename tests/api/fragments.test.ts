import { buildSchema, GraphQLError, parse } from 'graphql'
import { expect, test } from 'vitest'
import { operationCost } from '#server/cost'
import { operationOf } from '#server/executor'
import { asksFor } from '#server/log-head'
import { startServer } from '../support/server.ts'

/** Each fragment spreads the next one twice: read one by one, the last is met 2^count times. */
const doubling = (count: number, leaf: string) =>
  `{ ...F0 } ${Array.from({ length: count }, (_, i) => `fragment F${i} on Query { ${i < count - 1 ? `...F${i + 1} ...F${i + 1}` : leaf} }`).join(' ')}`

test('fragments that spread fragments twice are weighed in no time, and refused', async () => {
  const server = await startServer()
  const { body } = await server.post(doubling(60, 'viewer { role }'))
  expect(body.errors?.[0]).toMatchObject({ extensions: { code: 'LIMIT_EXCEEDED' } })
  expect((await server.post(doubling(60, '__typename'))).body).toEqual({ data: { __typename: 'Query' } })
})

test('a fragment counts for each place where it stands', () => {
  const schema = buildSchema('type Query { a: A } type A { b: A c: Int }')
  const document = parse(doubling(4, 'a { b { c } }'))
  const operation = operationOf(schema, document, null)
  if (operation instanceof GraphQLError) return expect.unreachable()
  expect(operationCost(operation, {})).toBe(2 ** 3 * 2)
})

test('a root field is found through fragments', () => {
  expect(asksFor(parse(doubling(60, 'eventLog { head }')), undefined, 'eventLog')).toBe(true)
  expect(asksFor(parse(doubling(60, 'viewer { role }')), undefined, 'eventLog')).toBe(false)
})
