import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOf, isTimeZone, localTime, parseInstant } from '#domain/time/zone'

const iso = (ms: number) => new Date(ms).toISOString()

test.each([
  ['2026-01-15', '09:00', 'Europe/London', '2026-01-15T09:00:00.000Z'],
  ['2026-07-15', '09:00', 'Europe/London', '2026-07-15T08:00:00.000Z'],
  ['2026-07-15', '24:00', 'Europe/London', '2026-07-15T23:00:00.000Z'],
  ['2026-03-29', '01:30', 'Europe/London', '2026-03-29T01:30:00.000Z'],
  ['2026-03-29', '02:00', 'Europe/London', '2026-03-29T01:00:00.000Z'],
  ['2026-10-25', '01:30', 'Europe/London', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25', '02:00', 'Europe/London', '2026-10-25T02:00:00.000Z'],
  ['2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
  ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ['2026-01-15', '00:00', 'Asia/Kathmandu', '2026-01-14T18:15:00.000Z'],
  ['2026-01-15', '00:00', 'Pacific/Kiritimati', '2026-01-14T10:00:00.000Z'],
])('%s %s in %s is %s', (date, time, zone, instant) => {
  expect(iso(instantOf(date, time, zone))).toBe(instant)
})

test('clocks and instants agree all year, save for the hour that is shown twice', () => {
  const zones = fc.constantFrom('Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC')
  const minutes = fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000 })
  fc.assert(
    fc.property(zones, minutes, (zone, minute) => {
      const instant = minute * 60_000
      const shown = localTime(instant, zone)
      const read = instantOf(shown.date, shown.time, zone)
      expect(localTime(read, zone)).toStrictEqual(shown)
      expect(read).toBeLessThanOrEqual(instant)
      expect(instant - read).toBeLessThanOrEqual(3_600_000)
    }),
    { numRuns: 500 },
  )
})

test('only real zones are zones', () => {
  expect([isTimeZone('Europe/London'), isTimeZone('Mars/Olympus')]).toStrictEqual([true, false])
})

describe('an instant is read with its offset', () => {
  test.each([
    ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.000Z'],
    ['2026-01-31T09:30:00+01:00', '2026-01-31T08:30:00.000Z'],
    ['2026-01-31T09:30:00.1234567-0500', '2026-01-31T14:30:00.123Z'],
    ['2026-01-31 09:30Z', '2026-01-31T09:30:00.000Z'],
    ['2024-02-29t00:00:00z', '2024-02-29T00:00:00.000Z'],
  ])('%s', (text, instant) => {
    expect(parseInstant(text)).toStrictEqual({ ok: true, value: instant })
  })
  test.each([
    '',
    'today',
    '2026-01-31',
    '2026-01-31T09:30:00',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:00+99:00',
    '31/01/2026 09:30Z',
    '1767225600',
  ])('"%s" is refused', (text) => {
    expect(parseInstant(text).ok).toBe(false)
  })
})
