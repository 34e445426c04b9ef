import {
  type GraphQLInputType,
  getVariableValues,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  parse,
} from 'graphql'
import { expect, test } from 'vitest'
import { type Random, seededRandom } from '#connectors/seeded-random'
import { coerceVariables, type Operation, TOLD_VARIABLES } from '#engines/executor'
import { operationOf } from '#server/executor'
import { buildSchema } from '#server/graph'

const schema = buildSchema()
const ROUNDS = 20

const oddities: unknown[] = [
  null,
  3,
  -1,
  2.5,
  1e300,
  'text',
  '',
  '2026-11-20T10:00:00Z',
  true,
  [],
  [null],
  {},
  { a: 1 },
]

/** A value that mostly fits the type, and here and there does not. */
function valueFor(random: Random['next'], type: GraphQLInputType, depth: number): unknown {
  if (random() < 0.04) return oddities[Math.floor(random() * oddities.length)]
  if (isNonNullType(type)) return valueFor(random, type.ofType, depth)
  if (random() < 0.1) return null
  if (isListType(type)) {
    if (random() < 0.1) return valueFor(random, type.ofType, depth)
    return Array.from({ length: Math.floor(random() * 4) }, () => valueFor(random, type.ofType, depth))
  }
  if (isEnumType(type)) {
    const names = type.getValues().map(({ name }) => name)
    return random() < 0.05 ? 'NO_SUCH_WORD' : names[Math.floor(random() * names.length)]
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => random() < (isNonNullType(field.type) ? 0.97 : depth > 3 ? 0.1 : 0.5),
    )
    const given = fields.map((field) => [field.name, valueFor(random, field.type, depth + 1)])
    if (random() < 0.04) given.push([random() < 0.5 ? 'lnies' : '__proto__x', 1])
    return Object.fromEntries(given)
  }
  const fitting: Record<string, unknown> = { Int: 3, Float: 2.5, Boolean: true, DateTime: '2026-11-20T10:00:00+02:00' }
  return fitting[type.name] ?? 'text'
}

const arguments_ = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!].flatMap((root) =>
  Object.values(root.getFields()).flatMap(({ args }) => args),
)
const types = [...new Map(arguments_.map(({ type }) => [String(type), type])).values()]

function compared(declared: string, variables: Record<string, unknown>) {
  const document = parse(`query (${declared}) { __typename }`)
  const node = document.definitions[0] as Operation['node']
  const ours = coerceVariables(operationOf(schema, document, null) as Operation, variables)
  const theirs = getVariableValues(schema, node.variableDefinitions ?? [], variables, { maxErrors: TOLD_VARIABLES })
  const said = ({ coerced, errors }: typeof theirs | typeof ours) => ({
    coerced,
    errors: errors?.map((one) => one.toJSON()),
  })
  expect(said(ours)).toEqual(said(theirs))
  return ours
}

test.each(types.map((type) => [String(type), type] as const))(
  'values of %s are taken, and refused, as graphql-js does',
  (name, type) => {
    const random = seededRandom(name).next
    for (let round = 0; round < ROUNDS; round++) {
      compared(`$a: ${name}`, { a: valueFor(random, type, 0) })
    }
    compared(`$a: ${name}`, {})
  },
)

test('defaults of variables, missing ones and wrong types are reported alike', () => {
  compared('$a: Int = 3, $b: String! = "x", $c: [Int!] = 4', {})
  compared('$a: Int!, $b: [Int!]!', { b: null })
  compared('$a: Order', { a: 1 })
  compared('$a: Int', { a: 1, b: 2 })
})

test('no more than fifty wrong values are reported', () => {
  const { errors } = compared('$a: [Int!]!', { a: Array.from({ length: 80 }, () => 'x') })
  expect(errors).toHaveLength(TOLD_VARIABLES + 1)
})
