import { readFileSync } from 'node:fs'
import { isInterfaceType, isObjectType, buildSchema as parseSchema, printSchema, validateSchema } from 'graphql'
import { expect, test } from 'vitest'
import { buildSchema } from '#server/graph'

const schema = buildSchema()
const file = new URL('../../schema.graphql', import.meta.url)

test('the schema is whole', () => {
  expect(validateSchema(schema)).toEqual([])
})

test('schema.graphql is what the server serves: npm run schema writes it', () => {
  expect(readFileSync(file, 'utf8')).toBe(`${printSchema(schema)}\n`)
  expect(validateSchema(parseSchema(readFileSync(file, 'utf8')))).toEqual([])
})

test('every root field is nullable, so that one that fails does not take its neighbours along', () => {
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      expect(String(field.type), `${root?.name}.${field.name}`).not.toMatch(/!$/)
      expect(field.description ?? '', `${root?.name}.${field.name} has no description`).not.toBe('')
    }
  }
})

test('what leads from one object to another is nullable where another scope may hide it', () => {
  const order = schema.getType('Order')
  const fields = isObjectType(order) ? order.getFields() : {}
  for (const name of ['customer', 'shippingAddress', 'billingAddress', 'buyerNote', 'giftMessage']) {
    expect(String(fields[name]?.type)).not.toMatch(/!$/)
    expect(fields[name]?.description).toContain('customers:read')
  }
})

test('connections take first, after, last and before', () => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !(isObjectType(type) || isInterfaceType(type))) continue
    for (const field of Object.values(type.getFields())) {
      if (!String(field.type).replace('!', '').endsWith('Connection')) continue
      expect(
        field.args.map(({ name }) => name),
        `${type.name}.${field.name}`,
      ).toEqual(expect.arrayContaining(['first', 'after', 'last', 'before']))
    }
  }
})
