import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extend, proportion, readDecimal, readWhole } from '#connectors/channels/spreadsheet/decimals'
import { localTimeReader } from '#connectors/channels/spreadsheet/local-time'

describe('a number of the file', () => {
  it.each([
    ['2.55', '.', 2_550],
    ['0.001', '.', 1],
    ['0.0005', '.', 1],
    ['-0.0005', '.', -1],
    ['0.0004', '.', 0],
    ['6', '.', 6_000],
    ['.5', '.', 500],
    ['1,234.5', '.', 1_234_500],
    ['1.234,5', ',', 1_234_500],
    ['2,55', ',', 2_550],
    ['2,55', '.', Number.NaN],
    ['1,23,456', '.', Number.NaN],
    ['1.5', ',', Number.NaN],
    ['', '.', Number.NaN],
    ['-', '.', Number.NaN],
    ['1e3', '.', Number.NaN],
    ['99999999999999999', '.', Number.NaN],
  ] as const)('"%s" with "%s" before its decimals is %s thousandths', (text, separator, value) => {
    expect(readDecimal(text, 3, separator)).toBe(value)
  })

  it.each([
    ['6', 6],
    ['-9', -9],
    ['6.0', 6],
    ['6.5', Number.NaN],
    ['six', Number.NaN],
  ])('"%s" as a quantity is %s', (text, value) => {
    expect(readWhole(text, '.')).toBe(value)
  })
})

describe('an amount', () => {
  it('of 0.001 a unit rounds half up: 500 units are a penny, 499 are none', () => {
    expect([extend(100, 5), extend(100, 4)]).toEqual([1, 0])
  })

  it('is exact beyond what a float can hold', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e12 }),
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 1e6 }),
        (value, part, whole) => {
          const exact = (2n * BigInt(value) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole))
          fc.pre(exact <= BigInt(Number.MAX_SAFE_INTEGER))
          expect(BigInt(proportion(value, part, whole))).toBe(exact)
        },
      ),
    )
  })
})

describe('a time of the file', () => {
  const at = (text: string, format: string, zone = 'Europe/London') => {
    const time = localTimeReader(format, zone)(text)
    return time === null ? null : [new Date(time.epochMs).toISOString(), time.day]
  }
  it.each([
    ['winter', '2010-12-01 08:26:00', 'yyyy-MM-dd HH:mm:ss', '2010-12-01T08:26:00.000Z', 20101201],
    ['summer', '2011-07-01 08:26:00', 'yyyy-MM-dd HH:mm:ss', '2011-07-01T07:26:00.000Z', 20110701],
    [
      'just after midnight in summer',
      '2011-07-01 00:10:00',
      'yyyy-MM-dd HH:mm:ss',
      '2011-06-30T23:10:00.000Z',
      20110701,
    ],
    ['a reading the clocks skip', '2011-03-27 01:30', 'yyyy-MM-dd HH:mm', '2011-03-27T01:30:00.000Z', 20110327],
    ['a reading the clocks show twice', '2011-10-30 01:30', 'yyyy-MM-dd HH:mm', '2011-10-30T00:30:00.000Z', 20111030],
    ['an American export', '12/1/2010 8:26 pm', 'M/d/yyyy H:mm a', '2010-12-01T20:26:00.000Z', 20101201],
    ['midnight by the half day', '12/1/2010 12:05 AM', 'M/d/yyyy H:mm a', '2010-12-01T00:05:00.000Z', 20101201],
    ['a date alone', '01.12.10', 'dd.MM.yy', '2010-12-01T00:00:00.000Z', 20101201],
    ['ISO without an offset', '2011-07-01T08:26', 'iso', '2011-07-01T07:26:00.000Z', 20110701],
    ['ISO with an offset', '2011-07-01T00:26:00+02:00', 'iso', '2011-06-30T22:26:00.000Z', 20110630],
  ])('in %s is the instant and the day on the wall there', (_, text, format, instant, day) => {
    expect(at(text, format)).toEqual([instant, day])
  })

  it.each([
    ['2011-02-30 10:00', 'yyyy-MM-dd HH:mm'],
    ['2011-02-03 24:00', 'yyyy-MM-dd HH:mm'],
    ['2011-02-03', 'yyyy-MM-dd HH:mm'],
    ['03/02/2011 10:00 ', 'yyyy-MM-dd HH:mm'],
    ['yesterday', 'iso'],
    ['', 'iso'],
  ])('"%s" is none by %s', (text, format) => {
    expect(at(text, format)).toBeNull()
  })
})
