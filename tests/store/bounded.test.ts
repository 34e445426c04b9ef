import { expect, test } from 'vitest'
import { Bounded } from '#store/bounded'

const cacheOf = (bounds: { entries?: number; bytes?: number; keyLength?: number } = {}) =>
  new Bounded<{ weight: number }>({
    entries: 100,
    bytes: 100_000,
    keyLength: 50,
    ...bounds,
    weigh: ({ weight }) => weight,
  })

test('a cache keeps so many entries, and lets the one go that was not asked for the longest', () => {
  const cache = cacheOf({ entries: 3 })
  for (const key of ['a', 'b', 'c', 'd']) cache.set(key, { weight: 1 })
  expect(cache.get('a')).toBeUndefined()
  expect(cache.get('b')).toBeDefined()
  cache.set('e', { weight: 1 })
  expect([cache.get('b') !== undefined, cache.get('c') !== undefined, cache.size]).toEqual([true, false, 3])
})

test('a cache keeps so many bytes, whatever its entries are', () => {
  const cache = cacheOf()
  for (let n = 0; n < 1_000; n++) {
    cache.set(`${n % 70}`, { weight: 100 * (n % 90) })
    expect(cache.bytes).toBeLessThanOrEqual(100_000)
  }
  for (let n = 0; n < 70; n++) cache.delete(`${n}`)
  expect([cache.size, cache.bytes]).toEqual([0, 0])
})

test('what is too large, or has too long a key, is not kept and drives nothing out', () => {
  const cache = cacheOf()
  cache.set('small', { weight: 1 })
  expect(cache.set('large', { weight: 20_000 })).toBe(false)
  expect(cache.set('k'.repeat(51), { weight: 1 })).toBe(false)
  expect([cache.size, cache.get('small') !== undefined]).toEqual([1, true])
  cache.set('small', { weight: 20_000 })
  expect(cache.get('small')).toBeUndefined()
})

test('what is taken again is not made again', () => {
  const cache = cacheOf()
  let made = 0
  const take = () => cache.take('a', () => ({ weight: ++made }))
  expect(take()).toBe(take())
  expect(made).toBe(1)
})
