import { expect, test } from 'vitest'
import { activeCurrencies, withdrawnCurrencies } from '#domain/money/currencies'
import { describeConformance, referenceText } from './reference-data.ts'

describeConformance('currencies agree with the ISO 4217 tables', () => {
  type Row = { minor: number | null }
  const table = (): [string, Row][] =>
    Object.entries(
      (JSON.parse(referenceText('currency/iso4217-minor-units.json')) as { currencies: Record<string, Row> })
        .currencies,
    )

  test('every active code that has a minor unit is ours, with the same digits, and no other', () => {
    const theirs = Object.fromEntries(
      table()
        .filter(([, { minor }]) => minor !== null)
        .map(([code, { minor }]) => [code, minor]),
    )
    expect(Object.keys(theirs).length).toBeGreaterThan(150)
    expect(Object.fromEntries(activeCurrencies)).toStrictEqual(theirs)
  })

  test('withdrawn codes that we still read are withdrawn there', () => {
    const rows = referenceText('currency/codes-all.csv').split(/\r?\n/)
    for (const code of withdrawnCurrencies.keys()) {
      expect(activeCurrencies.has(code)).toBe(false)
      expect(
        rows.some((row) => row.includes(`,${code},`) && /,20(1[4-9]|2\d)-\d\d$/.test(row)),
        code,
      ).toBe(true)
    }
  })
})
