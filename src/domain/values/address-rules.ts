// What carriers need on a parcel besides somebody's name, a line and a city, by country.
const codes = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Where a parcel without postcode is not accepted. Elsewhere a missing one is no problem, a malformed one is. */
export const postcodeRequired = codes(`
  AD AS AT AU AX BE BG BL BR CA CH CN CY CZ DE DK EE ES FI FK FM FR GB GF GG GL GP GR GS GU HR HU IM IN IO IS IT JE JP
  KR LI LT LU LV MC MF MH MP MQ MT MX MY NC NL NO NZ PF PL PM PN PR PT PW RE RO RU SE SG SH SI SJ SK SM TC TH TR TW UA
  US VI WF YT ZA`)

/** Where state or province is part of the address. Elsewhere it is not, or follows from the postcode. */
export const regionRequired = codes('AU BR CA CN IN MX US')

/** Places with one city, or whose district stands in `region`: a region will do, or neither is needed. */
export const cityOrRegion = codes('AE HK JP KY NR')
export const noCityNeeded = codes('AG GI MC MO SG SM VA VG')

/** How city (C), region (S) and postcode (Z) are written on a label; a bar begins a new line. Elsewhere: postcode, city. */
const layouts: Record<string, string> = {
  'C, S Z': 'AS CO FM GU MH MP PR PW UM US VI',
  'C S Z': 'AU CA CC CX HM NF PG VE',
  'C Z': 'BD BH BM BN BT IL IR JO KH KW LB LS NA NP NZ SA SG',
  'C|Z': 'FK GB GG GI GS IM IO JE KE LK PN SD SH SZ TC ZA',
  'C|S|Z': 'AE AG CG EC EG HK IE IQ IN JM KI KN KY NR PA RU SC SV TV UA ZZ',
  'C S|Z': 'CN ID KR MN TH TW VN',
  'C, S|Z': 'CR HN JP NG PH',
  'C - S|Z': 'BR',
  'Z C S': 'CV ES IT MZ PF UY',
  'Z C, S': 'MX',
  'Z C|S': 'AM AR BY CL MY UZ',
  'C Z|S': 'PE',
}

const layoutByCountry = new Map<string, string>()
for (const [layout, countries] of Object.entries(layouts))
  for (const code of countries.split(' ')) layoutByCountry.set(code, layout)

export const layoutOf = (countryCode: string | null): string =>
  countryCode === null ? 'C|S|Z' : (layoutByCountry.get(countryCode) ?? 'Z C')
