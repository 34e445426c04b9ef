import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deterministicId, isUuid, UUID_RANDOM_BYTES, uuidSource, uuidV7 } from '#domain/values/uuid'

const version = (id: string) => id[14]
const variant = (id: string) => id[19]
const bytes = fc.uint8Array({ minLength: UUID_RANDOM_BYTES, maxLength: UUID_RANDOM_BYTES })
const times = fc.integer({ min: 0, max: 2 ** 48 - 1 })

test('the example of RFC 9562 comes out as it stands there', () => {
  const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
  expect(uuidV7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
})

test('ids made later sort later', () => {
  fc.assert(
    fc.property(times, times, bytes, bytes, (a, b, one, two) => {
      const [first, second] = [uuidV7(a, one), uuidV7(b, two)]
      expect([isUuid(first), version(first)]).toStrictEqual([true, '7'])
      expect('89ab').toContain(variant(first))
      if (a !== b) expect(first < second).toBe(a < b)
    }),
  )
})

test('ids of one source sort in the order in which they were made, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 50 }), (times) => {
      let call = 0
      const next = uuidSource(
        () => times[call++]!,
        (count) => new Uint8Array(count).fill(255 - (call % 250)),
      )
      const ids = times.map(() => next())
      expect(ids).toStrictEqual([...ids].sort())
      expect(new Set(ids).size).toBe(ids.length)
    }),
  )
})

test('more ids in one millisecond than it can count borrow from the next', () => {
  const next = uuidSource(
    () => 7,
    (count) => new Uint8Array(count),
  )
  const ids = Array.from({ length: 9000 }, next)
  expect(ids).toStrictEqual([...ids].sort())
  expect(new Set(ids).size).toBe(9000)
})

test('a time or randomness that does not fit is refused', () => {
  const random = new Uint8Array(UUID_RANDOM_BYTES)
  for (const time of [-1, 0.5, 2 ** 48, Number.NaN]) expect(() => uuidV7(time, random)).toThrow('milliseconds')
  expect(() => uuidV7(0, random.subarray(1))).toThrow('random bytes')
})

test('the same parts have the same id, and parts do not run into each other', () => {
  const id = deterministicId('line', 'a', 'bc')
  expect(id).toBe(deterministicId('line', 'a', 'bc'))
  expect([isUuid(id), version(id)]).toStrictEqual([true, '8'])
  const others = [deterministicId('line', 'ab', 'c'), deterministicId('order', 'a', 'bc'), deterministicId('line', 'a')]
  expect(new Set([id, ...others, deterministicId('n', 1), deterministicId('n', '1')]).size).toBe(6)
})

test.each(['', 'x', '017f22e2-79b0-7cc3-98c4', '017f22e279b07cc398c4dc0c0c07398f', "' or 1=1"])(
  '"%s" is no id',
  (text) => {
    expect(isUuid(text)).toBe(false)
  },
)
