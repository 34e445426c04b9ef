import { afterAll, describe, expect, it } from 'vitest'
import { ask } from '#store/ask'
import { sqlState } from '#store/errors'
import { openPool } from '#store/pool'
import { BUNDLE, LANES, Together } from '#store/together'
import { testServer } from '../support/database.ts'

const pool = openPool(await testServer(), { size: LANES })
afterAll(() => pool.end())

const divide = { name: 'together_divide', text: 'select 100 / $1::int as r', steady: true }
const named = (name: string) => ({ name, text: `select '${name} ' || $1::text as r`, steady: true, json: false })
const terminate = { name: 'together_terminate', text: 'select pg_terminate_backend(pg_backend_pid()) as r' }
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1)

/** The pool, and how often a connection was taken from it. */
function counted() {
  let taken = 0
  const connect: typeof pool.connect = ((callback: never) => {
    taken++
    return pool.connect(callback)
  }) as never
  return { pool: Object.assign(Object.create(pool), { connect }) as typeof pool, taken: () => taken }
}

describe('look-ups at the same time', () => {
  it('share their way, and each is given its own answer', async () => {
    const { pool: watched, taken } = counted()
    const together = new Together(watched)
    const asked = upTo(BUNDLE).map((n) => together.ask(n % 3 === 0 ? divide : named(`together_${n % 3}`), [n]))
    expect(await Promise.all(asked)).toEqual(
      upTo(BUNDLE).map((n) => [n % 3 === 0 ? Math.floor(100 / n) : `together_${n % 3} ${n}`]),
    )
    expect(taken()).toBe(1)
  })

  it('may be statements without names, which no connection keeps', async () => {
    const together = new Together(pool)
    const unnamed = [1, 2, 3].map((n) => together.ask({ name: '', text: `select ${n} + $1::int as r` }, [n]))
    const between = together.ask(divide, [10])
    expect(await Promise.all([...unnamed, between])).toEqual([[2], [4], [6], [10]])
    expect(await ask(pool, { name: '', text: 'select $1::text || $2::text as r' }, ['a', 'b'])).toEqual(['ab'])
  })

  it('are never more in one bundle than the limit, nor more bundles under way than there are lanes', async () => {
    const { pool: watched, taken } = counted()
    const together = new Together(watched)
    const asked = upTo(BUNDLE * LANES + BUNDLE + 1).map((n) => together.ask(divide, [n]))
    await new Promise(setImmediate)
    expect(taken()).toBe(LANES)
    expect(await Promise.all(asked)).toEqual(upTo(BUNDLE * LANES + BUNDLE + 1).map((n) => [Math.floor(100 / n)]))
    expect(taken()).toBe(LANES + 2)
  })

  it('are refused each for itself', async () => {
    const together = new Together(pool)
    const settled = await Promise.allSettled([2, 0, 4, 0].map((n) => together.ask(divide, [n])))
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value[0] : sqlState(one.reason)))).toEqual([
      50,
      '22012',
      25,
      '22012',
    ])
  })

  it('are answered when one beside them is a statement that Postgres does not take', async () => {
    const together = new Together(pool)
    const nonsense = { name: 'together_nonsense', text: 'select nonsense as r' }
    for (const _ of [1, 2]) {
      const [first, refused, last] = await Promise.allSettled([
        together.ask(named('together_before'), ['a']),
        together.ask(nonsense, []),
        together.ask(named('together_after'), ['b']),
      ])
      expect(first).toMatchObject({ value: ['together_before a'] })
      expect(refused).toMatchObject({ reason: expect.objectContaining({ code: '42703' }) })
      expect(last).toMatchObject({ value: ['together_after b'] })
    }
  })

  it('fail together with their connection, and the next have another', async () => {
    const together = new Together(pool)
    const lost = await Promise.allSettled([together.ask(divide, [1]), together.ask(terminate, [])])
    expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await together.ask(divide, [5])).toEqual([20])
  })

  it('use what a connection learned from a statement that went alone, and the other way round', async () => {
    const single = openPool(await testServer(), { size: 1 })
    const together = new Together(single)
    const learned = named('together_learned')
    expect(await ask(single, learned, ['1'])).toEqual(['together_learned 1'])
    expect(await together.ask(learned, ['2'])).toEqual(['together_learned 2'])
    const taught = named('together_taught')
    expect(await together.ask(taught, ['3'])).toEqual(['together_taught 3'])
    expect(await ask(single, taught, ['4'])).toEqual(['together_taught 4'])
    await single.end()
  })

  it('say that the database is away, each to whoever asks', async () => {
    const nowhere = openPool('postgresql://nobody:x@127.0.0.1:1/nothing', { size: 1 })
    const together = new Together(nowhere)
    const settled = await Promise.allSettled([together.ask(divide, [1]), together.ask(divide, [2])])
    for (const one of settled) expect(one).toMatchObject({ reason: { code: 'ECONNREFUSED' } })
    await nowhere.end()
  })
})
