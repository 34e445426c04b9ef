import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { countryCodes, parseCountry } from '#domain/values/country'
import { describeConformance, referenceText } from './reference-data.ts'

describeConformance('countries agree with ISO 3166-1', () => {
  type Row = { alpha2: string; alpha3: string; name: string }
  const rows = () => JSON.parse(referenceText('iso/iso-3166-1.json')) as Row[]

  test('every assigned code is ours, and ours are assigned, save XK', () => {
    expect(countryCodes.filter((code) => code !== 'XK').sort()).toStrictEqual(
      rows()
        .map(({ alpha2 }) => alpha2)
        .sort(),
    )
  })

  test('every country is recognised by both codes and by its ISO name', () => {
    for (const { alpha2, alpha3, name } of rows())
      for (const text of [alpha2, alpha3, name]) expect([text, parseCountry(text)]).toStrictEqual([text, alpha2])
  })

  test('every country is recognised by the names that the United Nations and CLDR use', () => {
    const columns = ['UNTERM English Short', 'CLDR display name', 'official_name_en', 'Global Code']
    const table: Record<string, string>[] = parse(referenceText('iso/country-codes.csv'), { columns: true, bom: true })
    expect(table.length).toBeGreaterThan(240)
    const missed = table.flatMap((row) =>
      columns
        .slice(0, 3)
        .map((column) => row[column] ?? '')
        .filter((name) => name && parseCountry(name) !== row['ISO3166-1-Alpha-2'])
        .map((name) => `${row['ISO3166-1-Alpha-2']} ${name}`),
    )
    expect(missed).toStrictEqual([])
  })
})
