import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCurrency } from '#domain/money/currencies'
import { AMOUNT_TEXT_LIMIT, extendPrice, formatAmount, parseAmount, sum } from '#domain/money/money'

describe('an amount is read from its decimal string', () => {
  test.each([
    ['12', 'GBP', 1200],
    ['12.5', 'GBP', 1250],
    ['-12.50', 'GBP', -1250],
    ['0012.05', 'GBP', 1205],
    ['-0.00', 'GBP', 0],
    ['1200', 'JPY', 1200],
    ['1200.00', 'JPY', 1200],
    ['1.2345', 'CLF', 12345],
    ['1.234', 'BHD', 1234],
    ['10.5000', 'EUR', 1050],
    ['90071992547409.91', 'EUR', Number.MAX_SAFE_INTEGER],
  ])('%s %s', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toStrictEqual({ ok: true, value: minor })
  })
})

describe('what is not an amount is refused with a reason', () => {
  test.each([
    ['', 'GBP', 'not an amount'],
    ['1e3', 'GBP', 'not an amount'],
    ['1,000', 'GBP', 'not an amount'],
    ['NaN', 'GBP', 'not an amount'],
    ['Infinity', 'GBP', 'not an amount'],
    ['+1', 'GBP', 'not an amount'],
    ['.5', 'GBP', 'not an amount'],
    ['5.', 'GBP', 'not an amount'],
    [' 5', 'GBP', 'not an amount'],
    ['--5', 'GBP', 'not an amount'],
    ['٣', 'GBP', 'not an amount'],
    ['0x10', 'GBP', 'not an amount'],
    ['12.345', 'GBP', 'more decimals than GBP, which has 2'],
    ['0.5', 'JPY', 'more decimals than JPY, which has 0'],
    ['90071992547409.92', 'EUR', 'larger than can be counted exactly'],
    ['12', 'XAU', 'not an ISO 4217 currency'],
    ['12', 'gbp', 'not an ISO 4217 currency'],
    ['1'.repeat(AMOUNT_TEXT_LIMIT + 1), 'GBP', 'too long'],
  ])('"%s" in %s', (text, currency, reason) => {
    const read = parseAmount(text, currency)
    expect(read).toMatchObject({ ok: false, message: expect.stringContaining(reason) })
  })
})

test('a refusal never carries what a database cannot store', () => {
  for (const refused of [parseAmount('1\0', 'GBP'), parseAmount('1', 'G\0P'), parseAmount('\ud83d', 'GBP')])
    expect(refused).toMatchObject({ ok: false, message: expect.stringMatching(/^[ -~]+$/) })
})

test('an amount that is written and read again is the same, in currencies of 0, 2, 3 and 4 digits', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.constantFrom('JPY', 'GBP', 'KWD', 'UYW'), (minor, currency) => {
      const text = formatAmount(minor, currency)
      expect(parseAmount(text, currency)).toStrictEqual({ ok: true, value: minor === 0 ? 0 : minor })
    }),
  )
})

test.each([
  [5, 'GBP', '0.05'],
  [-5, 'GBP', '-0.05'],
  [-0, 'GBP', '0.00'],
  [1250, 'GBP', '12.50'],
  [1200, 'JPY', '1200'],
  [1, 'KWD', '0.001'],
  [12345, 'CLF', '1.2345'],
])('%d minor units of %s are written %s', (minor, currency, text) => {
  expect(formatAmount(minor, currency)).toBe(text)
})

test('what is not whole minor units of a currency is never written', () => {
  expect(() => formatAmount(1.5, 'GBP')).toThrow('whole number')
  expect(() => formatAmount(1, 'XXX')).toThrow('ISO 4217')
})

test.each([
  ['0.001', 600, 'GBP', 60],
  ['0.125', 1, 'GBP', 13],
  ['0.124', 1, 'GBP', 12],
  ['-0.125', 1, 'GBP', -13],
  ['0.125', -1, 'GBP', -13],
  ['2.55', 6, 'GBP', 1530],
  ['1.5', 3, 'JPY', 5],
  ['0.001', 0, 'GBP', 0],
])('a price of %s for %d pieces in %s comes to %d, rounded once', (price, quantity, currency, minor) => {
  expect(extendPrice(price, quantity, currency)).toStrictEqual({ ok: true, value: minor })
})

test('a price times a quantity beyond exact counting is refused', () => {
  expect(extendPrice('90071992547409.91', 2, 'GBP')).toMatchObject({ ok: false })
  expect(extendPrice('1', 1.5, 'GBP')).toMatchObject({ ok: false })
})

test('a sum is exact or it is none', () => {
  expect(sum([1, 2, -4])).toBe(-1)
  expect(sum([])).toBe(0)
  expect(() => sum([Number.MAX_SAFE_INTEGER, 1])).toThrow('counted exactly')
})

test('currencies of a merchant’s history are still currencies', () => {
  expect(['HRK', 'BGN', 'LTL'].every(isCurrency)).toBe(true)
  expect(['XXX', 'XTS', 'DEM', '', 'toString'].some(isCurrency)).toBe(false)
})
