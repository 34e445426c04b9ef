import { expect, test } from 'vitest'
import { parseInstant } from '#domain/time/instant'

test.each([
  ['2026-11-22T09:30:00Z', '2026-11-22T09:30:00.000Z'],
  ['2026-11-22T09:30:00.1239+01:00', '2026-11-22T08:30:00.123Z'],
  ['2026-11-22 09:30:00+0100', '2026-11-22T08:30:00.000Z'],
  ['2026-11-22t09:30z', '2026-11-22T09:30:00.000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
])('%s is %s', (text, instant) => {
  expect(parseInstant(text)).toStrictEqual({ ok: true, value: instant })
})

test.each([
  '2026-11-22',
  '2026-11-22T09:30:00',
  'yesterday',
  '2025-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '1066-10-14T00:00:00Z',
  '2026-11-22T25:00:00Z',
  '',
])('%s is no instant', (text) => {
  expect(parseInstant(text).ok).toBe(false)
})
