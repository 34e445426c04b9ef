import { describe, expect, test } from 'vitest'
import {
  ADDRESS_LINES_LIMIT,
  type AddressInput,
  addressProblems,
  addressTextProblems,
  formatAddress,
  normaliseAddress,
} from '#domain/values/address'
import { countryName, parseCountry } from '#domain/values/country'
import { formatPostcode, hasPostcodes, postcodeExample } from '#domain/values/postcode'
import { LINE_LIMIT } from '#domain/values/text'

describe('a country is recognised under its usual names', () => {
  test.each([
    ['GB', 'GB'],
    ['gb', 'GB'],
    ['UK', 'GB'],
    ['U.K.', 'GB'],
    ['GBR', 'GB'],
    ['England', 'GB'],
    ['united kingdom', 'GB'],
    ['EIRE', 'IE'],
    ['Éire', 'IE'],
    ['USA', 'US'],
    ['U.S.A.', 'US'],
    ['The United States', 'US'],
    ['RSA', 'ZA'],
    ['Deutschland', 'DE'],
    ['Czech Republic', 'CZ'],
    ['The Netherlands', 'NL'],
    ['Holland', 'NL'],
    ['Turkey', 'TR'],
    ["COTE D'IVOIRE", 'CI'],
    ['St. Lucia', 'LC'],
    ['Korea', 'KR'],
    ['EL', 'GR'],
    ['Kosovo', 'XK'],
    ['Hong Kong', 'HK'],
    ['Trinidad & Tobago', 'TT'],
    ['日本', 'JP'],
  ])('%s is %s', (text, code) => {
    expect(parseCountry(text)).toBe(code)
  })
  test.each(['Unspecified', 'European Community', 'Channel Islands', 'EU', '', ' ', 'Atlantis', 'XX', 'constructor'])(
    '"%s" names no one country',
    (text) => {
      expect(parseCountry(text)).toBeNull()
    },
  )
  test('a code has its name, and what is no code is shown as it is', () => {
    expect([countryName('GB'), countryName('ZZ')]).toStrictEqual(['United Kingdom', 'ZZ'])
  })
})

describe('a postcode is written as its country writes it', () => {
  test.each([
    ['GB', 'sw1a1aa', 'SW1A 1AA'],
    ['GB', 'm2-5bq', 'M2 5BQ'],
    ['GB', 'EC1 A1BB', 'EC1A 1BB'],
    ['GB', 'bfpo61', 'BFPO 61'],
    ['CA', 'k1a0b1', 'K1A 0B1'],
    ['NL', '1234ab', '1234 AB'],
    ['NL', 'NL-1234 AB', '1234 AB'],
    ['PL', '00950', '00-950'],
    ['SE', '11455', '114 55'],
    ['SE', 'S-114 55', '114 55'],
    ['PT', '1250096', '1250-096'],
    ['BR', '70002900', '70002-900'],
    ['JP', '１００-0001', '100-0001'],
    ['JP', '1540023', '154-0023'],
    ['US', '22162 1010', '22162-1010'],
    ['US', '95014', '95014'],
    ['DE', 'D-10115', '10115'],
    ['CH', 'CH-8001', '8001'],
    ['LV', '1010', 'LV-1010'],
    ['LV', 'lv1010', 'LV-1010'],
    ['IE', 'd02 x285', 'D02 X285'],
    ['CZ', '11000', '110 00'],
    ['LI', 'FL-9490', '9490'],
    ['KR', '03051', '03051'],
    ['GB', 'SW1A', null],
    ['GB', 'QQ1 1AA', null],
    ['GB', 'SW1A 1CC', null],
    ['US', '2216', null],
    ['DE', '1234', null],
    ['DE', 'D-1234A', null],
    ['PL', '00-95', null],
    ['CA', 'W1A 0B1', null],
    ['ES', '53000', null],
    ['IE', 'O02 X285', null],
  ])('%s %s → %s', (country, text, written) => {
    const result = formatPostcode(text, country)
    expect(result.ok ? result.value : null).toBe(written)
  })
  test('a country without postcodes, or none at all, keeps what was written', () => {
    expect(formatPostcode(' 00000 ', 'AE')).toStrictEqual({ ok: true, value: '00000' })
    expect(formatPostcode('ab  12', null)).toStrictEqual({ ok: true, value: 'AB 12' })
    expect([hasPostcodes('HK'), postcodeExample('HK')]).toStrictEqual([false, null])
  })
  test('the refusal shows how the country writes its codes, never the code of the buyer', () => {
    const refused = formatPostcode('1234567', 'SE')
    expect(refused).toMatchObject({ ok: false, message: expect.stringContaining('999 99') })
    expect(JSON.stringify(refused)).not.toContain('1234567')
  })
})

const complete: AddressInput = {
  name: ' Ada  Lovelace ',
  company: '',
  lines: [' 12 St James’s Square,', '  ', 'Flat 2'],
  city: 'London',
  postcode: 'sw1y4jh',
  country: 'UK',
  phone: '+44 20 7946 0000',
}
const problemsOf = (change: Partial<AddressInput>) =>
  addressProblems(normaliseAddress({ ...complete, ...change })).map(({ field }) => field)

test('an address is tidied, its country recognised and its postcode written out', () => {
  expect(normaliseAddress(complete)).toStrictEqual({
    name: 'Ada Lovelace',
    company: null,
    lines: ['12 St James’s Square', 'Flat 2'],
    city: 'London',
    region: null,
    postcode: 'SW1Y 4JH',
    countryCode: 'GB',
    country: 'United Kingdom',
    phone: '+44 20 7946 0000',
    verified: false,
  })
})

test('tidying twice changes nothing more', () => {
  const once = normaliseAddress(complete)
  expect(normaliseAddress(once)).toStrictEqual(once)
})

test('a country that is none is kept as text', () => {
  const address = normaliseAddress({ lines: [], country: 'European Community', postcode: 'x 1' })
  expect(address).toMatchObject({ countryCode: null, country: 'European Community', postcode: 'X 1' })
})

describe('an address is complete by the rules of its country', () => {
  test.each<[string, Partial<AddressInput>, string[]]>([
    ['a whole British one', {}, []],
    ['a company instead of a name', { name: null, company: 'Babbage & Co' }, []],
    ['neither name nor company', { name: ' ' }, ['name']],
    ['no street', { lines: [' '] }, ['lines']],
    ['no city', { city: null }, ['city']],
    ['no postcode in Britain', { postcode: null }, ['postcode']],
    ['a foreign postcode in Britain', { postcode: '10115' }, ['postcode']],
    ['no Eircode in Ireland', { country: 'IE', postcode: '' }, []],
    ['a malformed Eircode in Ireland', { country: 'IE', postcode: '12345' }, ['postcode']],
    ['no postcode in Hong Kong, district as city', { country: 'HK', postcode: null, city: 'Kowloon' }, []],
    ['nothing but a street in Hong Kong', { country: 'HK', postcode: null, city: null }, ['city']],
    ['an emirate and no city', { country: 'AE', postcode: null, city: null, region: 'Dubai' }, []],
    ['a made-up postcode in the Emirates', { country: 'AE', postcode: '00000' }, []],
    ['no city in Singapore', { country: 'SG', city: null, postcode: '546080' }, []],
    ['no state in the United States', { country: 'US', postcode: '95014' }, ['region']],
    ['no province in Canada', { country: 'CA', postcode: 'K1A 0B1' }, ['region']],
    ['no province in Spain, where the postcode says it', { country: 'ES', postcode: '28039' }, []],
    ['no country', { country: null }, ['country']],
    ['an unknown country', { country: 'Unspecified' }, ['country']],
    [
      'nothing at all',
      { name: '', lines: [], city: '', postcode: '', country: '' },
      ['name', 'lines', 'city', 'country'],
    ],
  ])('%s', (_, change, fields) => {
    expect(problemsOf(change)).toStrictEqual(fields)
  })
  test('no message repeats what the buyer wrote', () => {
    const secret = normaliseAddress({ lines: [], city: null, postcode: 'SECRET1', region: null, country: 'GB' })
    expect(JSON.stringify(addressProblems(secret))).not.toContain('SECRET1')
  })
})

describe('texts that cannot be stored', () => {
  test('a whole address has none', () => {
    expect(addressTextProblems(complete)).toStrictEqual([])
  })
  test.each<[Partial<AddressInput>, string]>([
    [{ city: 'a\0' }, 'city'],
    [{ lines: ['x'.repeat(LINE_LIMIT + 1)] }, 'lines'],
    [{ lines: Array(ADDRESS_LINES_LIMIT + 1).fill('x') }, 'lines'],
    [{ postcode: '1'.repeat(201) }, 'postcode'],
  ])('%#: %j', (change, field) => {
    expect(addressTextProblems({ ...complete, ...change }).map((problem) => problem.field)).toStrictEqual([field])
  })
  test('as many lines as the limit allows are fine', () => {
    expect(addressTextProblems({ ...complete, lines: Array(ADDRESS_LINES_LIMIT).fill('x') })).toStrictEqual([])
  })
})

describe('a label shows the address as its country writes it', () => {
  const place = { name: 'A', lines: ['1 High St'], city: 'City', region: 'RG' }
  test.each([
    ['GB', 'SW1A1AA', ['A', '1 High St', 'City', 'SW1A 1AA', 'UNITED KINGDOM']],
    ['US', '95014', ['A', '1 High St', 'City, RG 95014', 'UNITED STATES']],
    ['DE', '10115', ['A', '1 High St', '10115 City', 'GERMANY']],
    ['IT', '00144', ['A', '1 High St', '00144 City RG', 'ITALY']],
    ['BR', '70002900', ['A', '1 High St', 'City - RG', '70002-900', 'BRAZIL']],
    ['IE', null, ['A', '1 High St', 'City', 'RG', 'IRELAND']],
  ])('%s', (country, postcode, lines) => {
    expect(formatAddress(normaliseAddress({ ...place, country, postcode }))).toStrictEqual(lines)
  })
  test('a missing part leaves no stray comma', () => {
    const address = normaliseAddress({ ...place, city: null, country: 'US', postcode: '95014' })
    expect(formatAddress(address)).toStrictEqual(['A', '1 High St', 'RG 95014', 'UNITED STATES'])
  })
  test('an unknown country is shown as it was sent', () => {
    expect(formatAddress(normaliseAddress({ lines: ['x'], country: 'Channel Islands' }))).toStrictEqual([
      'x',
      'CHANNEL ISLANDS',
    ])
  })
})
