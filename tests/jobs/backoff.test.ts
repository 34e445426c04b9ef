import { describe, expect, it } from 'vitest'
import { backoff, LONGEST_WAIT_MS } from '#jobs/backoff'

describe('the wait after a failure', () => {
  it.each([
    { failures: 1, ms: 1_000 },
    { failures: 2, ms: 2_000 },
    { failures: 3, ms: 4_000 },
    { failures: 6, ms: 32_000 },
    { failures: 10, ms: 512_000 },
    { failures: 11, ms: 900_000 },
    { failures: 1_000, ms: 900_000 },
  ])('is $ms ms after $failures failures', ({ failures, ms }) => {
    expect(backoff(failures, 0.5)).toBe(ms)
  })

  it('is moved by a fifth either way, so that what failed together does not return together', () => {
    expect(backoff(1, 0)).toBe(800)
    expect(backoff(1, 0.999)).toBe(1_200)
    expect(backoff(50, 0.999)).toBeLessThanOrEqual(LONGEST_WAIT_MS * 1.2)
  })

  it('follows a failure', () => {
    expect(() => backoff(0, 0.5)).toThrow(RangeError)
  })
})
