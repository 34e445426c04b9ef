import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BATCHES_AT_ONCE } from '#store/batcher'
import { connect, type Store } from '#store/connect'
import { sqlState } from '#store/errors'
import type { BatchedCall, Handle, Statement } from '#store/handle'
import { freshDatabase } from '../support/database.ts'

const hundredBy: Statement = {
  name: 'hundred_by',
  text: 'select 100 / n as r from unnest($1::int[]) with ordinality as t(n, place) order by place',
}
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1)

describe('calls that are asked for at the same time', () => {
  let store: Store
  let url: string
  let calls: number[][] = []

  beforeAll(async () => {
    const database = await freshDatabase()
    url = database.url
    store = connect(url)
    afterAll(async () => {
      await store.close()
      await database.drop()
    })
  })

  const run = (handle: Handle, items: number[]) => {
    calls.push(items)
    return handle.query<number>(hundredBy, [items])
  }
  const ask = (call: BatchedCall<number, number>, items: number[]) => {
    calls = []
    return Promise.allSettled(items.map((item) => store.handle.batched(call, item)))
  }
  const answers = (settled: PromiseSettledResult<number>[]) =>
    settled.map((one) => (one.status === 'fulfilled' ? one.value : sqlState(one.reason)))

  it('go together, and each is given its own answer', async () => {
    const call: BatchedCall<number, number> = { run, limit: 50 }
    expect(answers(await ask(call, upTo(50)))).toEqual(upTo(50).map((n) => Math.floor(100 / n)))
    expect(calls).toHaveLength(1)
  })

  it('are a call of their own when nobody else asks', async () => {
    const call: BatchedCall<number, number> = { run, limit: 50 }
    for (const n of [4, 5]) expect(answers(await ask(call, [n]))).toEqual([100 / n])
    expect(calls).toEqual([[5]])
  })

  it('are never more than the limit in one call; what is heavier than it goes alone', async () => {
    const call: BatchedCall<number, number> = { run, limit: 10, weightOf: (n) => (n === 7 ? 30 : 1) }
    expect(answers(await ask(call, upTo(45)))).toEqual(upTo(45).map((n) => Math.floor(100 / n)))
    expect(calls.flat().sort((a, b) => a - b)).toEqual(upTo(45))
    expect(Math.max(...calls.map((items) => items.length))).toBe(10)
    expect(calls).toContainEqual([7])
  })

  it('are refused each for itself: one that Postgres refuses costs the others nothing', async () => {
    const call: BatchedCall<number, number> = { run, limit: 50 }
    expect(answers(await ask(call, [1, 2, 0, 4, 0]))).toEqual([100, 50, '22012', 25, '22012'])
  })

  it('wait for the next call where they need the same thing, in their order', async () => {
    const call: BatchedCall<number, number> = { run, limit: 50, keysOf: (n) => [String(n % 3)] }
    expect(answers(await ask(call, [1, 4, 2, 7]))).toEqual([100, 25, 50, 14])
    expect(calls).toEqual([[1, 2], [4], [7]])
  })

  it('are not tried again where nobody knows what became of them', async () => {
    const broken = new Error('the connection is gone')
    const call: BatchedCall<number, number> = {
      limit: 50,
      run: (_, items) => {
        calls.push(items)
        return Promise.reject(broken)
      },
    }
    const settled = await ask(call, [1, 2, 3])
    expect(settled.map((one) => one.status === 'rejected' && one.reason)).toEqual([broken, broken, broken])
    expect(calls).toEqual([[1, 2, 3]])
  })

  it('do not wait for calls that something else holds up', async () => {
    let release: (answers: number[]) => void = () => {}
    const held = new Promise<number[]>((resolve) => {
      release = resolve
    })
    const call: BatchedCall<number, number> = {
      limit: 1000,
      run: (handle, items) => (items[0]! < 0 ? held : run(handle, items)),
    }
    const slow: Promise<number>[] = []
    for (const n of upTo(BATCHES_AT_ONCE)) {
      slow.push(store.handle.batched(call, -n))
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(answers(await ask(call, [10]))).toEqual([10])
    release([-1])
    expect(await Promise.all(slow)).toEqual(slow.map(() => -1))
  })

  it('are answered before the store closes, and refused after it', async () => {
    const other = connect(url)
    const call: BatchedCall<number, number> = { run, limit: 2 }
    const asked = Promise.all(upTo(9).map((n) => other.handle.batched(call, n)))
    await other.close()
    expect(await asked).toEqual(upTo(9).map((n) => Math.floor(100 / n)))
    await expect(other.handle.batched(call, 1)).rejects.toThrow('the store is closed')
  })
})
