import { GraphQLError, Kind, valueFromASTUntyped } from 'graphql'
import { builder } from './builder.ts'
import { instantText } from './instant-text.ts'

const invalid = (scalar: string, value: unknown, wanted: string): never => {
  throw new GraphQLError(`${JSON.stringify(value)} is not a ${scalar}: ${wanted}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  })
}

/** A scalar that is a checked text on the way in, and as it is on the way out. */
function textScalar(
  name: Parameters<typeof builder.scalarType>[0],
  description: string,
  pattern: RegExp,
  wanted: string,
): void {
  builder.scalarType(name, {
    description,
    serialize: (value) => String(value),
    parseValue: (value) => (typeof value === 'string' && pattern.test(value) ? value : invalid(name, value, wanted)),
  })
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:\d{2})$/

/** A day of the calendar; JavaScript reads 30 February as 2 March, and Postgres knows no year 0. */
const isDay = (text: string): boolean => {
  const day = /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

builder.scalarType('DateTime', {
  description:
    'An instant as RFC 3339 text. Always UTC with milliseconds in answers ("2026-11-22T09:30:00.000Z"); any offset is accepted in arguments.',
  serialize: (value) => instantText(value instanceof Date ? value : new Date(value)),
  parseValue: (value) => {
    if (
      typeof value !== 'string' ||
      !RFC3339.test(value) ||
      !isDay(value.slice(0, 10)) ||
      Number.isNaN(Date.parse(value))
    )
      return invalid('DateTime', value, 'RFC 3339 with an offset is wanted, such as "2026-11-22T09:30:00Z"')
    const utc = new Date(value).toISOString()
    // With its offset it may lie outside of the years that are written with four digits, which Postgres takes for no date.
    return isDay(utc.slice(0, 10))
      ? utc
      : invalid('DateTime', value, 'an instant of the years 1 to 9999, in UTC, is wanted')
  },
})

builder.scalarType('Date', {
  description: 'A calendar day, YYYY-MM-DD, without a zone.',
  serialize: (value) => String(value),
  parseValue: (value) => {
    return typeof value === 'string' && isDay(value)
      ? value
      : invalid('Date', value, 'a day of the calendar as YYYY-MM-DD is wanted')
  },
})

textScalar(
  'LocalTime',
  'A time of day, HH:MM from 00:00 to 23:59, in the zone of what it belongs to.',
  /^(?:[01]\d|2[0-3]):[0-5]\d$/,
  'HH:MM is wanted',
)
textScalar(
  'Decimal',
  'A decimal number as text, such as "12.50"; never a float.',
  /^-?\d{1,18}(?:\.\d{1,18})?$/,
  'digits with at most one point are wanted, such as "12.50"',
)
textScalar(
  'CurrencyCode',
  'A currency, ISO 4217, such as "GBP".',
  /^[A-Z]{3}$/,
  'three capital letters of ISO 4217 are wanted',
)
textScalar(
  'CountryCode',
  'A country, ISO 3166-1 alpha-2, such as "GB".',
  /^[A-Z]{2}$/,
  'two capital letters of ISO 3166-1 are wanted',
)
textScalar('URL', 'An absolute URL.', /^https?:\/\/\S+$/, 'an absolute http or https URL is wanted')

builder.scalarType('JSON', {
  description: 'Any JSON value.',
  serialize: (value) => value,
  // null never comes here: graphql-js answers it without asking the scalar.
  parseValue: (value) => value as NonNullable<unknown>,
  parseLiteral: (node, variables) =>
    (node.kind === Kind.VARIABLE
      ? variables?.[node.name.value]
      : valueFromASTUntyped(node, variables)) as NonNullable<unknown>,
})
