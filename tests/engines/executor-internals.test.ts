import { isInterfaceType, isObjectType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { directField, marks, relationProperty, requiredScopes, unguardedResolver } from '#engines/executor'
import { buildSchema } from '#server/graph'

// Without one of these marks the executor answers all the same, only slowly: nothing else would tell.

const schema = buildSchema()

type Extensions = Record<string, unknown>

/** What Pothos left on each type and field of the API. */
const left: Extensions[] = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) || isInterfaceType(type))
  .flatMap((type) => [type, ...Object.values(type.getFields())])
  .map(({ extensions }) => extensions as Extensions)

/** Marks that nothing has, each with where it is used. */
const missingMarks = (all: Extensions[]): string[] =>
  Object.values(marks)
    .filter((mark) => !all.some((extensions) => mark in extensions))
    .map(
      (mark) => `No type or field has ${mark}: see what Pothos calls it now, and src/engines/executor/pothos-marks.ts.`,
    )

describe('what the executor relies on in Pothos', () => {
  test('is all there', () => {
    expect(missingMarks(left)).toEqual([])
  })

  test.each(Object.values(marks))('is missed where %s has another name', (mark) => {
    const renamed = left.map((extensions) =>
      Object.fromEntries(Object.entries(extensions).map(([name, value]) => [name === mark ? `${name}2` : name, value])),
    )
    expect(missingMarks(renamed)).toEqual([expect.stringContaining(`No type or field has ${mark}: `)])
  })

  test('a field keeps the options that it was made with', () => {
    const { pothosOptions } = field('Order', 'customer').extensions as { pothosOptions: object }
    expect(pothosOptions).toMatchObject({ authScopes: { scope: 'customers:read' } })
  })
})

function field(typeName: string, name: string) {
  const type = schema.getType(typeName)
  const found = isObjectType(type) ? type.getFields()[name] : undefined
  if (found === undefined) throw new Error(`${typeName}.${name} is not there`)
  return found
}

describe('a field is', () => {
  test('read from a column of its row where it shows that as it is', () => {
    expect(directField(field('Order', 'number'))).toMatchObject({ property: 'number' })
    expect(directField(field('Order', 'placedAt'))?.isLoaded({})).toBe(false)
    expect(directField(field('Order', 'placedAt'))?.isLoaded({ placedAt: null })).toBe(true)
  })

  test('computed from its row where its resolver wants no info', () => {
    const status = directField(field('Order', 'customerStatus'))
    expect(status).toMatchObject({ property: undefined })
    expect(status?.resolve({ customerStatus: 'PREPARING' }, {})).toBe('PREPARING')
    expect(status?.isLoaded({ status: 'READY' })).toBe(false)
  })

  test('the global id of its row', () => {
    const id = directField(field('Order', 'id'))
    expect(id?.isLoaded({ number: 'CD-1' })).toBe(false)
    const context = { handle: { dryRun: false } }
    expect(id?.resolve({ id: 'x' }, context)).toBe(Buffer.from('Order:x').toString('base64url'))
    expect(id?.resolve({ id: 'x' }, { handle: { dryRun: true } })).not.toBe(id?.resolve({ id: 'x' }, context))
  })

  test('a relation of its row, and none where it is a connection', () => {
    expect(relationProperty(field('Order', 'lines'))).toBe('lines')
    expect(directField(field('Order', 'lines'))).toBeUndefined()
    expect(relationProperty(field('Order', 'events'))).toBeUndefined()
  })

  test('resolved by its resolver where it takes arguments', () => {
    expect(directField(field('Order', 'events'))).toBeUndefined()
    expect(directField(field('Query', 'order'))).toBeUndefined()
  })

  test('for those who have its scopes, whom its resolver answers without its guards', () => {
    expect(requiredScopes(field('Order', 'customer'))).toContain('customers:read')
    expect(requiredScopes(field('Order', 'number'))).toEqual([])
    expect(requiredScopes(field('Query', 'order'))).toEqual(['orders:read'])
    expect(unguardedResolver(field('Query', 'order'))).toBeTypeOf('function')
    expect(unguardedResolver(field('Query', 'order'))).not.toBe(field('Query', 'order').resolve)
    expect(unguardedResolver(field('Order', 'number'))).toBeUndefined()
  })
})

test('nearly every field of a row is read without its resolver', () => {
  const type = schema.getType('Order')
  const fields = isObjectType(type) ? Object.values(type.getFields()) : []
  const fast = fields.filter((each) => directField(each) !== undefined || relationProperty(each) !== undefined)
  expect(fast.length / fields.length).toBeGreaterThan(0.8)
})
