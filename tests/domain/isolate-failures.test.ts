import { describe, expect, it } from 'vitest'
import { type IsolateOptions, isolateFailures } from '#domain/isolate-failures'

class Refused extends Error {}

/** Work that refuses every group with a negative number in it; what it was asked, and how many attempts ran at the same time. */
function work(overrides: Partial<IsolateOptions<number, string>> = {}) {
  const attempts: number[][] = []
  let running = 0
  let most = 0
  const options: IsolateOptions<number, string> = {
    split: 'halves',
    isRefusal: (error) => error instanceof Refused,
    async attempt(items) {
      attempts.push([...items])
      most = Math.max(most, ++running)
      await Promise.resolve()
      running--
      if (items.some((item) => item < 0)) throw new Refused()
      return items.map((item) => `did ${item}`)
    },
    failed: (item) => `refused ${item}`,
    ...overrides,
  }
  return { options, attempts, most: () => most }
}

describe('a group of items', () => {
  it('is worked on in one attempt where nothing is refused, and nothing is attempted for none', async () => {
    const { options, attempts } = work()
    expect(await isolateFailures([1, 2, 3], options)).toEqual(['did 1', 'did 2', 'did 3'])
    expect(await isolateFailures([], options)).toEqual([])
    expect(attempts).toEqual([[1, 2, 3]])
  })

  it('is halved until the item at fault stands alone, and the results keep the order of the items', async () => {
    const { options, attempts, most } = work()
    expect(await isolateFailures([1, 2, -3, 4], options)).toEqual(['did 1', 'did 2', 'refused -3', 'did 4'])
    expect(attempts).toEqual([[1, 2, -3, 4], [1, 2], [-3, 4], [-3], [4]])
    expect(most()).toBe(1)
  })

  it('is taken apart at once where no item may wait for another', async () => {
    const { options, attempts, most } = work({ split: 'singles' })
    expect(await isolateFailures([1, -2, 3], options)).toEqual(['did 1', 'refused -2', 'did 3'])
    expect(attempts).toEqual([[1, -2, 3], [1], [-2], [3]])
    expect(most()).toBe(3)
  })

  it('is not taken apart by an error that is no fault of an item', async () => {
    const lost = new Error('the connection is gone')
    const { options, attempts } = work()
    const broken = {
      ...options,
      attempt: (items: readonly number[]) => options.attempt(items).then(() => Promise.reject(lost)),
    }
    await expect(isolateFailures([1, 2], broken)).rejects.toBe(lost)
    expect(attempts).toEqual([[1, 2]])
  })

  it('ends with the first error that `failed` throws', async () => {
    const { options, attempts } = work({
      failed(item) {
        throw new Error(`cannot go on at ${item}`)
      },
    })
    await expect(isolateFailures([-1, 2], options)).rejects.toThrow('cannot go on at -1')
    expect(attempts).toEqual([[-1, 2], [-1]])
  })
})
