import { validateSchema } from 'graphql'
import { expect, test } from 'vitest'
import { buildSchema } from '#server/graph'

test('the schema is whole', () => {
  expect(validateSchema(buildSchema())).toEqual([])
})
