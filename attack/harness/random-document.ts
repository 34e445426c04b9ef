import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { Random } from './random.ts'

const texts = [
  '',
  ' ',
  'alphamark',
  'ATTACK-1',
  'x\u0000y',
  '\ud800',
  '\u202e',
  "'; drop table x; --",
  '%',
  '_',
  '\\',
  '🛒'.repeat(50),
  '-1',
  '1e999',
  'NaN',
  '2026-11-20T10:00:00Z',
  '2026-02-31T25:61:61Z',
  '0000-00-00',
  '9'.repeat(400),
  '10.00',
  '-0.001',
  'CD-1000001-3',
  'GB',
  'GBP',
  'null',
  '{}',
  'T3JkZXI6eA',
  '../../etc/passwd',
  'a'.repeat(5_000),
]
const numbers = [
  0, 1, -1, 2, 100, 101, 2_147_483_647, -2_147_483_648, 2_147_483_648, 9_007_199_254_740_992, 0.5, -0, 1e300,
]
const odd: unknown[] = [null, true, [], {}, [[]], [null], { a: { b: [1] } }, '', 0]

/** A value for an input: mostly of its type, sometimes anything. */
export function randomValue(random: Random, type: GraphQLInputType, depth = 0): unknown {
  if (random.next() < 0.04) return random.one(odd)
  if (!isNonNullType(type) && random.next() < (depth > 2 ? 0.7 : 0.25)) return random.next() < 0.3 ? null : undefined
  const inner = getNullableType(type)
  if (isListType(inner))
    return Array.from({ length: random.below(3) }, () => randomValue(random, inner.ofType, depth + 1))
  if (isEnumType(inner)) return random.one(inner.getValues()).name
  if (isInputObjectType(inner)) {
    const fields = Object.values(inner.getFields())
    if (inner.isOneOf) {
      const one = random.one(fields)
      return { [one.name]: randomValue(random, one.type, depth + 1) ?? random.one(texts) }
    }
    return Object.fromEntries(
      fields.flatMap((field) => {
        const value = depth > 4 && !isNonNullType(field.type) ? undefined : randomValue(random, field.type, depth + 1)
        return value === undefined ? [] : [[field.name, value]]
      }),
    )
  }
  if (inner.name === 'Int' || inner.name === 'Float') return random.one(numbers)
  if (inner.name === 'Boolean') return random.next() < 0.5
  return random.one(texts)
}

/** A value as it is written in a document. */
export function literal(value: unknown, type: GraphQLInputType): string {
  const inner = getNullableType(type)
  if (value === null || value === undefined) return 'null'
  if (isListType(inner) && Array.isArray(value))
    return `[${value.map((each) => literal(each, inner.ofType)).join(', ')}]`
  if (isEnumType(inner) && typeof value === 'string') return value
  if (isInputObjectType(inner) && typeof value === 'object' && !Array.isArray(value)) {
    const fields = inner.getFields()
    return `{ ${Object.entries(value)
      .map(([name, each]) => `${name}: ${fields[name] ? literal(each, fields[name].type) : JSON.stringify(each)}`)
      .join(', ')} }`
  }
  return JSON.stringify(value).replace(/"(\w+)":/g, '$1:')
}

const argumentText = (random: Random, args: readonly GraphQLArgument[]): string => {
  const given = args.flatMap(({ name, type }) => {
    const value = randomValue(random, type)
    return value === undefined && !isNonNullType(type) ? [] : [`${name}: ${literal(value, type)}`]
  })
  return given.length === 0 ? '' : `(${given.join(', ')})`
}

function selection(random: Random, schema: GraphQLSchema, type: GraphQLObjectType, depth: number): string {
  const fields = Object.values(type.getFields())
  const some = Array.from({ length: 1 + random.below(4) }, () => random.one(fields))
  const parts = some.flatMap((field) => fieldText(random, schema, field, depth) ?? [])
  return parts.length === 0 ? '__typename' : parts.join(' ')
}

function fieldText(
  random: Random,
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  depth: number,
): string | undefined {
  const output = getNamedType(field.type)
  const name = `${random.next() < 0.1 ? `a${random.below(9)}: ` : ''}${field.name}${argumentText(random, field.args)}${random.next() < 0.05 ? ' @include(if: true)' : ''}`
  if (isLeafType(output)) return name
  if (depth <= 0) return undefined
  if (isObjectType(output)) return `${name} { ${selection(random, schema, output, depth - 1)} }`
  if (!isAbstractType(output)) return undefined
  const one = random.one(schema.getPossibleTypes(output))
  return `${name} { __typename ... on ${one.name} { ${selection(random, schema, one, depth - 1)} } }`
}

/** A document that fits the schema, with values that may not. */
export function randomDocument(random: Random, schema: GraphQLSchema): string {
  const kind = random.next() < 0.6 ? 'query' : 'mutation'
  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType()
  if (!root) throw new Error(`the schema has no ${kind}`)
  return `${kind}${kind === 'mutation' && random.next() < 0.3 ? ' @dryRun' : ''} { ${selection(random, schema, root, 4)} }`
}

const scraps = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '"',
  '"""',
  '$',
  '$x',
  '!',
  '...',
  '@',
  '#',
  ':',
  '=',
  '|',
  '&',
  '\\',
  '\u0000',
  '\ufeff',
  '\ud800',
  'fragment',
  'on',
  'query',
  'subscription',
  'null',
  '1e9999',
  '-',
  '0x',
  '__typename',
  '__schema',
  '@skip(if: $x)',
  '@dryRun',
  '🛒',
]

/** The text with some of it missing, doubled, moved, or replaced by what does not belong there. */
export function mutated(random: Random, text: string): string {
  let words = text.split(/(?<=[\s{}()[\]:,!"])/)
  for (let n = 1 + random.below(4); n > 0; n -= 1) {
    const at = random.below(Math.max(1, words.length))
    const kind = random.below(5)
    if (kind === 0) words.splice(at, 1 + random.below(3))
    else if (kind === 1) words.splice(at, 0, random.one(scraps))
    else if (kind === 2) words.splice(at, 1, random.one(scraps))
    else if (kind === 3) words.splice(at, 0, ...words.slice(at, at + 1 + random.below(10)))
    else words = [...words.slice(at), ...words.slice(0, at)]
  }
  return words.join('')
}
