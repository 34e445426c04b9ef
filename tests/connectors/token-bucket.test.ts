import { describe, expect, it } from 'vitest'
import { tokenBucket } from '#connectors/token-bucket'

describe('a rate limit', () => {
  it('lets a burst through at once and the rest at the stated rate', () => {
    const bucket = tokenBucket({ burst: 3, perSecond: 2 })
    expect([0, 0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([0, 0, 0, 500, 1_000])
  })

  it('fills up again while nobody calls, and never above its burst', () => {
    const bucket = tokenBucket({ burst: 2, perSecond: 1 })
    expect(bucket.take(0) + bucket.take(0)).toBe(0)
    expect(bucket.take(1_000)).toBe(0)
    expect([3_600_000, 3_600_000, 3_600_000].map((now) => bucket.take(now))).toEqual([0, 0, 1_000])
  })

  it('gains nothing from a clock that goes back', () => {
    const bucket = tokenBucket({ burst: 1, perSecond: 1 })
    expect(bucket.take(10_000)).toBe(0)
    expect(bucket.take(0)).toBe(1_000)
    expect(bucket.take(10_000)).toBe(2_000)
  })

  it('must let something through', () => {
    expect(() => tokenBucket({ burst: 0, perSecond: 1 })).toThrow(RangeError)
    expect(() => tokenBucket({ burst: 1, perSecond: 0 })).toThrow(RangeError)
  })
})
