import { readFileSync } from 'node:fs'
import {
  type DefinitionNode,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  buildSchema as parseSchema,
  type TypeNode,
} from 'graphql'
import { expect, test } from 'vitest'
import { buildSchema } from '#server/graph'

/** The public contract, where it lies beside the checkout: what stands in it must be in the schema, with its nullability. */
const contract = new URL('../../../shared/design/contract.graphql', import.meta.url)
/** What such a line says comes with the issue of that subject. A subject that has landed leaves this expression. */
const coming = /#\s*(right|api|channels|money|figures|stock):/

/** Where the schema does something else, because it is right; each with its reason. */
const otherwise: Record<string, string> = {
  'Warehouse.countryCode: CountryCode, not CountryCode!': 'nobody has to say where a warehouse is',
  'type MetricsInterval': 'only figures that are still to come ask for it',
}

const schema = buildSchema()

function readContract(): string | undefined {
  try {
    return readFileSync(contract, 'utf8')
  } catch {
    return undefined
  }
}

test('the schema holds what stands in the contract', (context) => {
  const text = readContract()
  if (text === undefined) return context.skip('skipped: ../shared/design is not here')
  const { fields, types } = implemented(text)
  expect(fields.size).toBeGreaterThan(300)
  const promised = parseSchema(text, { assumeValid: true }).getTypeMap()
  expect([...types].flatMap((name) => missing(promised[name], fields)).filter((found) => !otherwise[found])).toEqual([])
})

/** Fields without a mark, and the types that such fields lead to from the operations. */
function implemented(text: string): { fields: Set<string>; types: Set<string> } {
  const lines = text.split('\n')
  const definitions = new Map<string, DefinitionNode>()
  for (const definition of parse(text).definitions)
    if ('name' in definition && definition.name !== undefined) definitions.set(definition.name.value, definition)
  const fields = new Set<string>()
  const types = new Set<string>()
  const visit = (name: string): void => {
    const definition = definitions.get(name)
    if (definition === undefined || types.has(name)) return
    types.add(name)
    if (!('fields' in definition)) return
    for (const field of definition.fields ?? []) {
      if (coming.test(lines[(field.name.loc?.startToken.line ?? 0) - 1] ?? '')) continue
      fields.add(`${name}.${field.name.value}`)
      visit(namedType(field.type))
      if ('arguments' in field) for (const { type } of field.arguments ?? []) visit(namedType(type))
    }
  }
  for (const root of ['Query', 'Mutation', 'Subscription']) visit(root)
  return { fields, types }
}

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type))

function missing(type: GraphQLNamedType | undefined, fields: ReadonlySet<string>): string[] {
  if (type === undefined) return []
  const ours = schema.getType(type.name)
  if (ours === undefined) return [`type ${type.name}`]
  if (isEnumType(type) && isEnumType(ours))
    return type.getValues().flatMap(({ name }) => (ours.getValue(name) ? [] : [`${type.name}.${name}`]))
  const isKnown = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
  if (!isKnown || !(isObjectType(ours) || isInterfaceType(ours) || isInputObjectType(ours))) return []
  return Object.values(type.getFields()).flatMap((field) => {
    const name = `${type.name}.${field.name}`
    const own = ours.getFields()[field.name]
    if (!fields.has(name)) return []
    if (own === undefined) return [name]
    const found = String(own.type) === String(field.type) ? [] : [`${name}: ${own.type}, not ${field.type}`]
    for (const argument of 'args' in field ? field.args : []) {
      const ownArgument = 'args' in own ? own.args.find((each) => each.name === argument.name) : undefined
      if (String(ownArgument?.type) !== String(argument.type))
        found.push(`${name}(${argument.name}: ${ownArgument?.type}), not ${argument.type}`)
    }
    return found
  })
}
