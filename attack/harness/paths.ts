import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'

/** A place from which the schema is walked: `wrap` puts a selection of `type` into a query. */
export interface Start {
  name: string
  type: GraphQLObjectType
  wrap(selection: string): string
  /** How many fields deep to go. */
  depth: number
}

/** One request of the walk: fields of one type, reached by one path. */
export interface Step {
  name: string
  query: string
  /** All fields of the type at once, or a single one. */
  whole: boolean
}

/** A page of a list is small, so that long paths stay within the limits. */
const argumentsOf = (field: GraphQLField<unknown, unknown>): string =>
  field.args.some(({ name }) => name === 'first') ? '(first: 3)' : ''

/** Whether it may be requested without knowing anything. */
const isOpen = (field: GraphQLField<unknown, unknown>): boolean => !field.args.some(isRequiredArgument)

export const leavesOf = (type: GraphQLObjectType): string[] =>
  Object.values(type.getFields())
    .filter((field) => isOpen(field) && isLeafType(getNamedType(field.type)))
    .map(({ name }) => name)

/** Every field that can be reached from a start, by the shortest way to each. */
export function* stepsFrom(schema: GraphQLSchema, start: Start): Generator<Step> {
  const seen = new Set<string>()
  let frontier: { type: GraphQLObjectType; wrap: (selection: string) => string; name: string }[] = [{ ...start }]
  yield* stepsAt(start)
  for (let depth = 0; depth < start.depth; depth += 1) {
    const next: typeof frontier = []
    for (const { type, wrap, name } of frontier) {
      for (const field of Object.values(type.getFields())) {
        const output = getNamedType(field.type)
        const edge = `${type.name}.${field.name}`
        if (isLeafType(output) || !isOpen(field) || seen.has(edge)) continue
        seen.add(edge)
        const within = (selection: string) => wrap(`${field.name}${argumentsOf(field)} { __typename ${selection} }`)
        const reached = isAbstractType(output) ? schema.getPossibleTypes(output) : isObjectType(output) ? [output] : []
        for (const one of reached) {
          const inside = isAbstractType(output)
            ? (selection: string) => within(`... on ${one.name} { ${selection} }`)
            : within
          const place = {
            type: one,
            wrap: inside,
            name: `${name} > ${field.name}${isAbstractType(output) ? `:${one.name}` : ''}`,
          }
          yield* stepsAt(place)
          next.push(place)
        }
      }
    }
    frontier = next
  }
}

function* stepsAt({ type, wrap, name }: Pick<Start, 'type' | 'wrap' | 'name'>): Generator<Step> {
  const leaves = leavesOf(type)
  yield { name, query: wrap(`__typename ${leaves.join(' ')}`), whole: true }
  for (const leaf of leaves) yield { name: `${name} > ${leaf}`, query: wrap(leaf), whole: false }
}
