import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { beforeAll, expect, it } from 'vitest'
import { type Random, seededRandom } from '#connectors/seeded-random'
import { richShop } from '../store/rich-shop.ts'
import type { Api, Asker } from '../support/api.ts'

// Whatever is asked, in whatever shape and by whomever, is answered as graphql-js answers it: `api.run` compares, to the letter.

const DOCUMENTS = 250
const DEPTH = 5
const roots = ['orders', 'shipments', 'exceptions', 'stockItems', 'warehouses', 'channels']
const askers: Asker[] = [
  { role: 'admin' },
  { role: 'operator' },
  { role: 'reader' },
  { role: 'connector', channelKey: 'shop' },
  { role: 'connector', channelKey: 'elsewhere' },
]

let api: Api
beforeAll(async () => {
  api = (await richShop()).shop.api
})

/** Documents with aliases, the same field twice, arguments that differ, fragments, and fields that a variable leaves out. */
class Documents {
  readonly #random: Random
  #fragments: string[] = []
  #aliases = 0

  constructor(random: Random) {
    this.#random = random
  }

  document(query: GraphQLObjectType): string {
    this.#fragments = []
    this.#aliases = 0
    const root = this.#one(roots.filter((name) => name in query.getFields()))
    const field = this.#field(query.getFields()[root]!, DEPTH)
    const body = `{ ${field} } ${this.#fragments.join(' ')}`
    const variables = ['$yes: Boolean! = true', '$no: Boolean! = false'].filter((one) =>
      body.includes(one.split(':')[0]!),
    )
    return variables.length === 0 ? `query ${body}` : `query (${variables.join(', ')}) ${body}`
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type)
    const alias = this.#chance(0.15) && this.#aliases < 25 ? `a${this.#aliases++}: ` : ''
    const paged = field.args.some(({ name }) => name === 'first')
    const args = paged ? `(${this.#one(['first', 'last'])}: ${this.#one([1, 2, 3])})` : ''
    const condition = this.#chance(0.1)
      ? this.#one([' @include(if: $yes)', ' @skip(if: $yes)', ' @include(if: $no)'])
      : ''
    const selection = isObjectType(type) ? ` ${this.#selection(type, depth - 1)}` : ''
    return `${alias}${field.name}${args}${condition}${selection}`
  }

  #selection(type: GraphQLObjectType, depth: number): string {
    const fields = Object.values(type.getFields()).filter(
      (field) => this.#isAskable(field) && (depth > 0 || isLeafType(getNamedType(field.type))),
    )
    const chosen = fields.filter((field) => this.#chance(isLeafType(getNamedType(field.type)) ? 0.35 : 0.3))
    const parts = chosen.map((field) => this.#field(field, depth))
    const again = chosen.find((field) => isObjectType(getNamedType(field.type)))
    if (again !== undefined && depth > 0 && this.#chance(0.3)) {
      parts.push(`again${this.#aliases++}: ${this.#field(again, depth).replace(/^a\d+: /, '')}`)
    }
    if (parts.length === 0 || this.#chance(0.2)) parts.push('__typename')
    const text = parts.join(' ')
    if (this.#chance(0.15)) {
      this.#fragments.push(`fragment F${this.#fragments.length} on ${type.name} { ${text} }`)
      return `{ ...F${this.#fragments.length - 1} }`
    }
    return this.#chance(0.1) ? `{ ... on ${type.name} { ${text} } }` : `{ ${text} }`
  }

  #isAskable({ args, type, name }: GraphQLField<unknown, unknown>): boolean {
    const isBounded = args.every((arg) => !isNonNullType(arg.type) || arg.defaultValue !== undefined)
    const named = getNamedType(type)
    return isBounded && name !== 'totalCount' && (isLeafType(named) || isObjectType(named))
  }

  #chance(probability: number): boolean {
    return this.#random.next() < probability
  }

  #one<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random.next() * from.length)]!
  }
}

it(`${DOCUMENTS} random documents, each asked by every role in turn, are answered as graphql-js answers them`, async () => {
  const documents = new Documents(seededRandom('random documents'))
  let told = 0
  let apart = 0
  for (let n = 0; n < DOCUMENTS; n++) {
    const document = documents.document(api.schema.getQueryType()!)
    const answers = new Set<string>()
    for (let turn = 0; turn < askers.length; turn++) {
      const { data, errors = [] } = await api.run(document, {}, askers[(n + turn) % askers.length])
      for (const error of errors)
        expect(String(error.extensions.code), `${error.message}\n${document}`).toMatch(/^(FORBIDDEN|LIMIT_EXCEEDED)$/)
      if (data) told++
      answers.add(JSON.stringify(data))
    }
    if (answers.size > 1) apart++
  }
  // The comparison is worth something only where there is something to see, and not for everybody the same.
  expect(told).toBeGreaterThan(DOCUMENTS * 4)
  expect(apart).toBeGreaterThan(DOCUMENTS / 4)
})
