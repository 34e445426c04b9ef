import { expect, it } from 'vitest'
import { instantText } from '#schema/instant-text'

it('an instant is written as ISO 8601 has it, from year to year and to the millisecond', () => {
  const times = [
    0, -1, 1, 999, 86_399_999, 86_400_000, -86_400_001, 951_782_399_009, 8.64e15, -8.64e15, 253_402_300_800_000,
  ]
  for (let n = 0; n < 20_000; n++) times.push((n * 7_919_777_777) % 4e12, n * 61_001, -n * 86_399_989)
  for (const time of times) expect(instantText(new Date(time))).toBe(new Date(time).toISOString())
})

it('what is no instant is refused, and the next one is written all the same', () => {
  expect(() => instantText(new Date(Number.NaN))).toThrow(RangeError)
  expect(instantText(new Date(5))).toBe('1970-01-01T00:00:00.005Z')
})
