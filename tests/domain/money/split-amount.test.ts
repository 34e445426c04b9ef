import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitAmount } from '#domain/money/split-amount'

test.each([
  [1000, [1, 1, 1], [334, 333, 333]],
  [-1000, [1, 1, 1], [-334, -333, -333]],
  [1, [1, 1], [1, 0]],
  [100, [0, 1], [0, 100]],
  [5, [0, 0], [3, 2]],
  [0, [3, 4], [0, 0]],
  [10, [1, 2], [3, 7]],
])('%d is split among weights %j as %j', (total, weights, parts) => {
  expect(splitAmount(total, weights)).toStrictEqual(parts)
})

test('parts add up to the total, lie within one unit of their share, and nobody without weight gets any', () => {
  const weights = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), weights, (total, given) => {
      const parts = splitAmount(total, given)
      expect(parts.reduce((whole, part) => whole + part, 0)).toBe(total)
      const whole = given.reduce((all, weight) => all + weight, 0)
      if (whole === 0) return
      for (const [index, part] of parts.entries()) {
        const weight = given[index] ?? 0
        expect(Math.abs(part - (total * weight) / whole)).toBeLessThan(1.001)
        if (weight === 0) expect(part).toBe(0)
      }
    }),
  )
})

test('what cannot be split is refused', () => {
  expect(() => splitAmount(1, [])).toThrow('nobody')
  expect(() => splitAmount(1.5, [1])).toThrow('minor units')
  expect(() => splitAmount(1, [-1])).toThrow('weight')
})
