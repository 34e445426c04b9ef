import { afterAll, describe, expect, it } from 'vitest'
import { isolateFailures } from '#domain/isolate-failures'
import { ask, PACKETS_AT_ONCE, Pipeline, STATEMENTS_PER_PACKET } from '#engines/pipeline'
import { sqlState } from '#store/errors'
import { openPool } from '#store/pool'
import { testServer } from '../support/database.ts'

const pool = openPool(await testServer(), { size: PACKETS_AT_ONCE })
afterAll(() => pool.end())

const divide = { name: 'pipeline_divide', text: 'select 100 / $1::int as r' }
const named = (name: string) => ({ name, text: `select '${name} ' || $1::text as r`, json: false })
const terminate = { name: 'pipeline_terminate', text: 'select pg_terminate_backend(pg_backend_pid()) as r' }
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
    const pipeline = new Pipeline({ pool: watched, isolateFailures })
    const asked = upTo(STATEMENTS_PER_PACKET).map((n) =>
      pipeline.ask(n % 3 === 0 ? divide : named(`pipeline_${n % 3}`), [n]),
    )
    expect(await Promise.all(asked)).toEqual(
      upTo(STATEMENTS_PER_PACKET).map((n) => [n % 3 === 0 ? Math.floor(100 / n) : `pipeline_${n % 3} ${n}`]),
    )
    expect(taken()).toBe(1)
  })

  it('may be statements without names, which no connection keeps', async () => {
    const pipeline = new Pipeline({ pool, isolateFailures })
    const unnamed = [1, 2, 3].map((n) => pipeline.ask({ name: '', text: `select ${n} + $1::int as r` }, [n]))
    const between = pipeline.ask(divide, [10])
    expect(await Promise.all([...unnamed, between])).toEqual([[2], [4], [6], [10]])
    expect(await ask(pool, { name: '', text: 'select $1::text || $2::text as r' }, ['a', 'b'])).toEqual(['ab'])
  })

  it('are never more in one packet than the limit, nor more packets under way than there may be', async () => {
    const { pool: watched, taken } = counted()
    const pipeline = new Pipeline({ pool: watched, isolateFailures })
    const asked = upTo(STATEMENTS_PER_PACKET * PACKETS_AT_ONCE + STATEMENTS_PER_PACKET + 1).map((n) =>
      pipeline.ask(divide, [n]),
    )
    await new Promise(setImmediate)
    expect(taken()).toBe(PACKETS_AT_ONCE)
    expect(await Promise.all(asked)).toEqual(
      upTo(STATEMENTS_PER_PACKET * PACKETS_AT_ONCE + STATEMENTS_PER_PACKET + 1).map((n) => [Math.floor(100 / n)]),
    )
    expect(taken()).toBe(PACKETS_AT_ONCE + 2)
  })

  it('are refused each for itself', async () => {
    const pipeline = new Pipeline({ pool, isolateFailures })
    const settled = await Promise.allSettled([2, 0, 4, 0].map((n) => pipeline.ask(divide, [n])))
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value[0] : sqlState(one.reason)))).toEqual([
      50,
      '22012',
      25,
      '22012',
    ])
  })

  it('are answered when one beside them is a statement that Postgres does not take', async () => {
    const pipeline = new Pipeline({ pool, isolateFailures })
    const nonsense = { name: 'pipeline_nonsense', text: 'select nonsense as r' }
    for (const _ of [1, 2]) {
      const [first, refused, last] = await Promise.allSettled([
        pipeline.ask(named('pipeline_before'), ['a']),
        pipeline.ask(nonsense, []),
        pipeline.ask(named('pipeline_after'), ['b']),
      ])
      expect(first).toMatchObject({ value: ['pipeline_before a'] })
      expect(refused).toMatchObject({ reason: expect.objectContaining({ code: '42703' }) })
      expect(last).toMatchObject({ value: ['pipeline_after b'] })
    }
  })

  it('fail together with their connection, and the next have another', async () => {
    const pipeline = new Pipeline({ pool, isolateFailures })
    const lost = await Promise.allSettled([pipeline.ask(divide, [1]), pipeline.ask(terminate, [])])
    expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await pipeline.ask(divide, [5])).toEqual([20])
  })

  it('use what a connection learned from a statement that went alone, and the other way round', async () => {
    const single = openPool(await testServer(), { size: 1 })
    const pipeline = new Pipeline({ pool: single, isolateFailures })
    const learned = named('pipeline_learned')
    expect(await ask(single, learned, ['1'])).toEqual(['pipeline_learned 1'])
    expect(await pipeline.ask(learned, ['2'])).toEqual(['pipeline_learned 2'])
    const taught = named('pipeline_taught')
    expect(await pipeline.ask(taught, ['3'])).toEqual(['pipeline_taught 3'])
    expect(await ask(single, taught, ['4'])).toEqual(['pipeline_taught 4'])
    await single.end()
  })

  it('say that the database is away, each to whoever asks', async () => {
    const nowhere = openPool('postgresql://nobody:x@127.0.0.1:1/nothing', { size: 1 })
    const pipeline = new Pipeline({ pool: nowhere, isolateFailures })
    const settled = await Promise.allSettled([pipeline.ask(divide, [1]), pipeline.ask(divide, [2])])
    for (const one of settled) expect(one).toMatchObject({ reason: { code: 'ECONNREFUSED' } })
    await nowhere.end()
  })
})
