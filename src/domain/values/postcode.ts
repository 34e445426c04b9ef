import { ok, type Result, refuse } from '../result.ts'
import { countryName } from './country.ts'
import { countriesByFormat, furtherRules, habitualPrefixes } from './postcode-formats.ts'

type Format = { written: string; prefix: string; compact: RegExp }

const tokens: Record<string, string> = { '#': '\\d', '@': '[A-Z]', '?': '[\\dA-Z]' }

const compile = (text: string): Format => {
  const [, prefix = '', written = ''] = /^(?:\((.+)\))?(.+)$/.exec(text) ?? []
  const pattern = [...written.replace(/[ -]/g, '')].map((sign) => tokens[sign] ?? sign).join('')
  return { written, prefix, compact: new RegExp(`^${pattern}$`) }
}

const formats = new Map<string, Format[]>()
for (const [text, codes] of Object.entries(countriesByFormat)) {
  const alternatives = text.split('|').map(compile)
  for (const code of codes.trim().split(/\s+/)) formats.set(code, alternatives)
}

/** Whether the country has postcodes that we know how to write. */
export const hasPostcodes = (countryCode: string): boolean => formats.has(countryCode)

// Spaces, dashes and dots carry no meaning in any country's codes, so each may be missing or misplaced.
const compactOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.\p{Pd}]/gu, '')

const withoutPrefix = (compact: string, countryCode: string, alternatives: readonly Format[]): string => {
  const prefixes = [
    ...alternatives.map(({ prefix }) => compactOf(prefix)),
    countryCode,
    habitualPrefixes[countryCode] ?? '',
  ]
  const found = prefixes.find(
    (prefix) => prefix && compact.startsWith(prefix) && /^\d/.test(compact.slice(prefix.length)),
  )
  return found ? compact.slice(found.length) : compact
}

const write = ({ prefix, written }: Format, compact: string): string => {
  let next = 0
  return prefix + written.replace(/[^ -]/g, () => compact[next++] ?? '')
}

/** What a postcode of the country looks like, with 9 for a digit and A for a letter; null where the country has none. */
export const postcodeExample = (countryCode: string): string | null => {
  const format = formats.get(countryCode)?.[0]
  return format ? format.prefix + format.written.replace(/[#?]/g, '9').replace(/@/g, 'A') : null
}

/**
 * A postcode in its country's own writing ("sw1a1aa" in GB is "SW1A 1AA", "D-10115" in DE is "10115"), or a refusal where it
 * has not the country's format. Where the country has no postcodes, or is unknown, the text is kept. The refusal does not
 * repeat the postcode, which is personal.
 */
export const formatPostcode = (text: string, countryCode: string | null): Result<string> => {
  const trimmed = text.trim().replace(/\s+/g, ' ').toUpperCase()
  const alternatives = countryCode === null ? undefined : formats.get(countryCode)
  if (countryCode === null || !alternatives) return ok(trimmed)
  const compact = compactOf(trimmed)
  const rule = furtherRules[countryCode]
  for (const candidate of [compact, withoutPrefix(compact, countryCode, alternatives)]) {
    const format = alternatives.find((one) => one.compact.test(candidate))
    if (format && (!rule || rule.test(candidate))) return ok(write(format, candidate))
  }
  return refuse(
    `The postcode is not one of ${countryName(countryCode)}, where it is written like ${postcodeExample(countryCode)}; correct it or the country.`,
  )
}
