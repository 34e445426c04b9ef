import { readFileSync } from 'node:fs'
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  buildSchema as parseSchema,
  printSchema,
  validateSchema,
} from 'graphql'
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

/** The public contract, where it lies beside the checkout: what it promises must be there, with its nullability. */
const contract = new URL('../../../shared/design/contract.graphql', import.meta.url)

function readContract(): string | undefined {
  try {
    return readFileSync(contract, 'utf8')
  } catch {
    return undefined
  }
}

/** What comes with later subjects: the fields that the contract marks so, and the types that only they need. */
const laterTypes =
  /^type (OrderReturn|ReturnLine|ReturnReceipt|OverrideCount|OperationsMetrics|ReturnPayload|RefundPayload|ReceiptInput|MetricsInterval)$/

function laterFields(text: string): Set<string> {
  const marked = [...text.matchAll(/^\s+(\w+)\s*[(:][^\n]*#\s*(?:stock|money|channels):/gm)]
  return new Set(marked.map(([, name]) => name ?? ''))
}

test('the schema holds all of the contract', (context) => {
  const text = readContract()
  if (text === undefined) return context.skip('the contract is not beside this checkout')
  const later = laterFields(text)
  expect(later.size).toBeGreaterThan(10)
  const promised = parseSchema(text, { assumeValid: true }).getTypeMap()
  const now = missing(promised).filter(
    (problem) => !laterTypes.test(problem) && !later.has(/^\w+\.(\w+)/.exec(problem)?.[1] ?? ''),
  )
  expect(now).toEqual([])
})

/** Where the schema does something else, because it is right; each with its reason. */
const otherwise: Record<string, string> = {
  'Warehouse.countryCode: CountryCode, not CountryCode!': 'nobody has to say where a warehouse is',
}

function missing(promised: Record<string, GraphQLNamedType>): string[] {
  const problems: string[] = []
  for (const type of Object.values(promised)) {
    if (type.name.startsWith('__')) continue
    const ours = schema.getType(type.name)
    if (ours === undefined) problems.push(`type ${type.name}`)
    else if (isEnumType(type) && isEnumType(ours)) {
      for (const { name } of type.getValues()) if (!ours.getValue(name)) problems.push(`${type.name}.${name}`)
    } else if (
      (isObjectType(type) && isObjectType(ours)) ||
      (isInterfaceType(type) && isInterfaceType(ours)) ||
      (isInputObjectType(type) && isInputObjectType(ours))
    ) {
      const fields = ours.getFields()
      for (const field of Object.values(type.getFields())) {
        const own = fields[field.name]
        if (own === undefined) problems.push(`${type.name}.${field.name}`)
        else {
          if (String(own.type) !== String(field.type)) {
            problems.push(`${type.name}.${field.name}: ${String(own.type)}, not ${String(field.type)}`)
          }
          for (const arg of 'args' in field ? field.args : []) {
            const ownArg = 'args' in own ? own.args.find(({ name }) => name === arg.name) : undefined
            if (String(ownArg?.type) !== String(arg.type)) {
              problems.push(`${type.name}.${field.name}(${arg.name}: ${String(ownArg?.type)}), not ${String(arg.type)}`)
            }
          }
        }
      }
    }
  }
  return problems.filter((problem) => otherwise[problem] === undefined)
}
