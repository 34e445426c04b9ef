import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'

// Values for every argument of a root field, made from its type: tests that go through all of them name none.

type Path = readonly string[]

/** A place within a field's arguments where a scalar goes. */
export interface ArgumentPosition {
  path: Path
  /** The scalar's name. */
  type: string
  name: string
  /** All arguments of the field, with this value at the place and the fewest others. */
  fill(value: unknown): Record<string, unknown>
}

/** A valid value for a place, where the scalar's own is none; undefined: that one. */
export type Wanted = (name: string, type: string, path: Path) => unknown

const plain: Record<string, unknown> = {
  Int: 1,
  Float: 1,
  Boolean: true,
  ID: 'none',
  String: 'x',
  DateTime: '2026-11-20T10:00:00Z',
  Date: '2026-11-20',
  LocalTime: '12:00',
  Decimal: '1.00',
  CountryCode: 'GB',
  CurrencyCode: 'GBP',
  URL: 'https://example.org',
  JSON: {},
}

const isNeeded = ({ type, defaultValue }: GraphQLArgument | GraphQLInputField): boolean =>
  isNonNullType(type) && defaultValue === undefined

function fewest(type: GraphQLInputType, name: string, path: Path, wanted: Wanted): unknown {
  if (isNonNullType(type)) return fewest(type.ofType, name, path, wanted)
  if (isListType(type)) return [fewest(type.ofType, name, path, wanted)]
  const given = wanted(name, getNamedType(type).name, path)
  if (given !== undefined) return given
  if (isEnumType(type)) return type.getValues()[0]!.name
  if (!isInputObjectType(type)) return plain[type.name]
  const fields = Object.values(type.getFields())
  const isGiven = (field: GraphQLInputField) =>
    isNeeded(field) || wanted(field.name, getNamedType(field.type).name, [...path, field.name]) !== undefined
  const needed = type.isOneOf ? fields.slice(0, 1) : fields.filter(isGiven)
  return Object.fromEntries(
    needed.map((field) => [field.name, fewest(field.type, field.name, [...path, field.name], wanted)]),
  )
}

/** Every place of the type, and the value of the type around it. An input type within itself ends. */
function placesOf(
  type: GraphQLInputType,
  name: string,
  path: Path,
  wanted: Wanted,
): { path: Path; type: string; name: string; around(value: unknown): unknown }[] {
  if (isNonNullType(type)) return placesOf(type.ofType, name, path, wanted)
  if (isListType(type))
    return placesOf(type.ofType, name, path, wanted).map((place) => ({
      ...place,
      around: (value) => [place.around(value)],
    }))
  if (isEnumType(type)) return []
  if (!isInputObjectType(type)) return [{ path, type: type.name, name, around: (value) => value }]
  return Object.values(type.getFields()).flatMap((field) =>
    placesOf(field.type, field.name, [...path, field.name], wanted).map((place) => ({
      ...place,
      around: (value: unknown) => ({
        ...(type.isOneOf ? {} : (fewest(type, name, path, wanted) as object)),
        [field.name]: place.around(value),
      }),
    })),
  )
}

export function argumentPositions(
  field: GraphQLField<unknown, unknown>,
  wanted: Wanted = () => undefined,
): ArgumentPosition[] {
  const isGiven = (arg: GraphQLArgument) =>
    isNeeded(arg) || wanted(arg.name, getNamedType(arg.type).name, [arg.name]) !== undefined
  const needed = () =>
    Object.fromEntries(
      field.args.filter(isGiven).map((arg) => [arg.name, fewest(arg.type, arg.name, [arg.name], wanted)]),
    )
  return field.args.flatMap((arg) =>
    placesOf(arg.type, arg.name, [arg.name], wanted).map(({ path, type, name, around }) => ({
      path,
      type,
      name,
      fill: (value: unknown) => ({ ...needed(), [arg.name]: around(value) }),
    })),
  )
}

/** A document that calls the root field with its arguments as variables, and asks for whatever distinguishes one answer from another. */
export function documentOf(operation: string, field: GraphQLField<unknown, unknown>, args: readonly string[]): string {
  const used = field.args.filter(({ name }) => args.includes(name))
  const declared = used.map(({ name, type }) => `$${name}: ${type}`).join(', ')
  const passed = used.map(({ name }) => `${name}: $${name}`).join(', ')
  const [kind = '', ...directives] = operation.split(' ')
  return `${kind}${declared && ` (${declared})`} ${directives.join(' ')} { ${field.name}${passed && `(${passed})`}${selectionOf(field, 2)} }`
}

function selectionOf(field: GraphQLField<unknown, unknown>, depth: number): string {
  const type = getNamedType(field.type)
  if (!isObjectType(type) && !isInterfaceType(type)) return ''
  const wanted =
    /^(nodes|results|userErrors|details|code|message|field|index|outcome|totalCount|key|number|sku|parked|event)$/
  const parts = Object.values(type.getFields()).flatMap((inner) => {
    const isObject = isObjectType(getNamedType(inner.type)) || isInterfaceType(getNamedType(inner.type))
    if (inner.args.length > 0 || (isObject && depth === 0)) return []
    if (wanted.test(inner.name)) return inner.name + selectionOf(inner, depth - 1)
    return isObject && depth === 2 && !/Info$|^edges$/.test(inner.name) ? `${inner.name} { __typename }` : []
  })
  return ` { __typename ${parts.join(' ')} }`
}
