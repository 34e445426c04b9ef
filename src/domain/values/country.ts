import { countryTable, otherCodes } from './country-names.ts'

// "Côte d’Ivoire", "COTE D'IVOIRE" and "cote d ivoire" are one key.
const keyOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/\bst\b/g, 'saint')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\bthe\b/g, ' ')
    .replace(/\s+/g, '')

const names = new Map<string, string>()
const codesByKey = new Map<string, string>()

for (const entry of countryTable.split(';')) {
  const [, alpha2, alpha3, spelled] = /^\s*([A-Z]{2}) ([A-Z]{3}) (.+)$/.exec(entry) ?? []
  if (!alpha2 || !alpha3 || !spelled) throw new Error(`the country table has a malformed entry: ${entry}`)
  const spellings = spelled.split('|')
  names.set(alpha2, spellings[0] ?? alpha2)
  for (const spelling of [alpha2, alpha3, ...spellings]) codesByKey.set(keyOf(spelling), alpha2)
}
for (const entry of otherCodes.split(';')) {
  const [code = '', meant = ''] = entry.split(' ')
  codesByKey.set(keyOf(code), meant)
}

/** Every ISO 3166-1 alpha-2 code, and XK. */
export const countryCodes: readonly string[] = [...names.keys()]

export const isCountryCode = (code: string): boolean => names.has(code)

/** The country's English name; the code itself where it is none of ours. */
export const countryName = (code: string): string => names.get(code) ?? code

/**
 * The alpha-2 code that a channel's text means: a code of two or three letters, an English name, a usual other name.
 * Null for what names no one country, such as "Unspecified", "European Community" or "Channel Islands".
 */
export const parseCountry = (text: string): string | null => codesByKey.get(keyOf(text)) ?? null
