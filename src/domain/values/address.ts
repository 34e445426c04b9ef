import { cityOrRegion, layoutOf, noCityNeeded, postcodeRequired, regionRequired } from './address-rules.ts'
import { countryName, parseCountry } from './country.ts'
import { formatPostcode } from './postcode.ts'
import { cleanText, LINE_LIMIT, REFERENCE_LIMIT } from './text.ts'

/** Most lines of street, building and the like that an address keeps. */
export const ADDRESS_LINES_LIMIT = 10

/** An address as a channel or a person sends it; `country` is a code or a name in any usual spelling. */
export type AddressInput = {
  name?: string | null
  company?: string | null
  lines: readonly string[]
  city?: string | null
  region?: string | null
  postcode?: string | null
  country?: string | null
  phone?: string | null
}

/** An address as we keep it. `countryCode` is null where `country` names no one country; `country` then holds the text as sent. */
export type Address = {
  name: string | null
  company: string | null
  lines: string[]
  city: string | null
  region: string | null
  postcode: string | null
  countryCode: string | null
  country: string | null
  phone: string | null
  verified: boolean
}

export type AddressField = 'name' | 'lines' | 'city' | 'region' | 'postcode' | 'country' | 'company' | 'phone'
/** One thing that is wrong with an address; the message names the field and never its content, which is personal. */
export type AddressProblem = { field: AddressField; message: string }

const separators = new Set([' ', ',', ';'])

// By hand: an expression that looks for the last run of signs looks at each run from each of its signs.
function tidy(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null
  const spaced = text.replace(/[\s\p{Cc}]+/gu, ' ')
  let from = 0
  let to = spaced.length
  while (from < to && separators.has(spaced[from]!)) from++
  while (to > from && separators.has(spaced[to - 1]!)) to--
  return spaced.slice(from, to) || null
}

/** The texts of an address that cannot be stored at all: too long, too many, NUL or half a surrogate pair. Checked before anything else. */
export const addressTextProblems = (input: AddressInput): AddressProblem[] => {
  const problems: AddressProblem[] = []
  const check = (field: AddressField, text: string | null | undefined, limit: number, what: string) => {
    const cleaned = cleanText(text ?? '', limit, what)
    if (!cleaned.ok) problems.push({ field, message: cleaned.message })
  }
  check('name', input.name, LINE_LIMIT, 'The name')
  check('company', input.company, LINE_LIMIT, 'The company')
  for (const line of input.lines) check('lines', line, LINE_LIMIT, 'A line of the address')
  check('city', input.city, LINE_LIMIT, 'The city')
  check('region', input.region, LINE_LIMIT, 'The region')
  check('postcode', input.postcode, REFERENCE_LIMIT, 'The postcode')
  check('country', input.country, REFERENCE_LIMIT, 'The country')
  check('phone', input.phone, REFERENCE_LIMIT, 'The phone number')
  if (input.lines.length > ADDRESS_LINES_LIMIT)
    problems.push({
      field: 'lines',
      message: `The address has ${input.lines.length} lines; at most ${ADDRESS_LINES_LIMIT} are stored. Join some.`,
    })
  return problems
}

/** Tidies an address without judging it: blanks dropped, country recognised, postcode in its country's writing where it can be. */
export const normaliseAddress = (input: AddressInput): Address => {
  const country = tidy(input.country)
  const countryCode = country === null ? null : parseCountry(country)
  const postcode = tidy(input.postcode)
  const written = postcode === null ? null : formatPostcode(postcode, countryCode)
  return {
    name: tidy(input.name),
    company: tidy(input.company),
    lines: input.lines.map(tidy).filter((line) => line !== null),
    city: tidy(input.city),
    region: tidy(input.region),
    postcode: written?.ok ? written.value : (postcode?.toUpperCase() ?? null),
    countryCode,
    country: countryCode === null ? country : countryName(countryCode),
    phone: tidy(input.phone),
    verified: false,
  }
}

const cityProblem = ({ city, region, countryCode }: Address, inCountry: string): AddressProblem[] => {
  if (city || noCityNeeded.has(countryCode ?? '')) return []
  if (!cityOrRegion.has(countryCode ?? ''))
    return [{ field: 'city', message: 'The city is missing; ask the buyer for it.' }]
  return region
    ? []
    : [{ field: 'city', message: `City and region are missing; ${inCountry} needs one of them. Ask the buyer.` }]
}

const postcodeProblem = ({ postcode, countryCode }: Address, inCountry: string): AddressProblem[] => {
  if (postcode === null)
    return postcodeRequired.has(countryCode ?? '')
      ? [{ field: 'postcode', message: `The postcode is missing; ${inCountry} needs one. Ask the buyer for it.` }]
      : []
  const written = formatPostcode(postcode, countryCode)
  return written.ok ? [] : [{ field: 'postcode', message: written.message }]
}

/** Why a parcel could not be sent to a normalised address; none when it is complete and its postcode has its country's format. */
export const addressProblems = (address: Address): AddressProblem[] => {
  const { countryCode, country } = address
  const inCountry = countryCode === null ? 'its country' : countryName(countryCode)
  const problems: AddressProblem[] = []
  if (!address.name && !address.company)
    problems.push({
      field: 'name',
      message: 'Name and company are missing; the parcel is addressed to nobody. Ask the buyer.',
    })
  if (address.lines.length === 0)
    problems.push({ field: 'lines', message: 'Street and house are missing; ask the buyer for them.' })
  problems.push(...cityProblem(address, inCountry))
  if (!address.region && regionRequired.has(countryCode ?? ''))
    problems.push({ field: 'region', message: `State or province is missing; ${inCountry} needs it. Ask the buyer.` })
  problems.push(...postcodeProblem(address, inCountry))
  if (countryCode === null)
    problems.push({
      field: 'country',
      message: country
        ? 'The country is not one that we know; correct it to a name or an ISO 3166 code.'
        : 'The country is missing; ask the buyer for it.',
    })
  return problems
}

/** The address as the lines of a label: who, where, and the country in capitals. */
export const formatAddress = (address: Address): string[] => {
  const parts: Record<string, string | null> = { C: address.city, S: address.region, Z: address.postcode }
  const places = layoutOf(address.countryCode)
    .split('|')
    .map((line) => {
      // A separator stays only between two parts that are there.
      const present = line.split(/(?<=[CSZ])(?=[, ])/).flatMap((piece) => {
        const text = parts[piece.slice(-1)]
        return text ? [{ separator: piece.slice(0, -1), text }] : []
      })
      return present.map(({ separator, text }, index) => (index === 0 ? '' : separator) + text).join('')
    })
  const lines = [address.name, address.company, ...address.lines, ...places, address.country?.toUpperCase()]
  return lines.filter((line): line is string => Boolean(line))
}
