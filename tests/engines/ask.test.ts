import { afterAll, expect, test } from 'vitest'
import { ask } from '#engines/pipeline'
import { sqlState } from '#store/errors'
import { openPool } from '#store/pool'
import { testServer } from '../support/database.ts'

const pool = openPool(await testServer(), { size: 1 })
afterAll(() => pool.end())

const statement = (text: string, name = '') => ({ name, text })
const backend = async () => (await ask<number>(pool, statement('select pg_backend_pid() as r', 'backend'), []))[0]

test.each([
  ['text', 'a "quoted" \\ text, with {braces} and ☃'],
  ['int4', 42],
  ['bool', true],
  ['json', { a: [1, null] }],
  ['text[]', ['plain', '', 'a "b"', 'c\\d', '{e,f}', 'NULL', null]],
  ['int4[]', [1, null, 3]],
  ['int4', null],
])('a %s comes back as it went: %j', async (type, value) => {
  const sent = type === 'json' ? JSON.stringify(value) : value
  for (const name of ['', '', `echo ${type}`, `echo ${type}`]) {
    expect(await ask(pool, statement(`select $1::${type} as r`, name), [sent])).toEqual([value])
  }
})

test('many rows come in their order', async () => {
  const rows = await ask(pool, statement('select n as r from generate_series(1, $1::int) n order by n desc'), [1000])
  expect(rows).toEqual(Array.from({ length: 1000 }, (_, n) => 1000 - n))
})

test('a statement that is refused says why, and its connection goes on with its plans', async () => {
  const before = await backend()
  const divide = statement('select 10 / $1::int as r', 'divide')
  expect(await ask(pool, divide, [5])).toEqual([2])
  await expect(ask(pool, divide, [0])).rejects.toSatisfy((error) => sqlState(error) === '22012')
  await expect(ask(pool, statement('select nonsense', 'nonsense'), [])).rejects.toSatisfy(
    (error) => sqlState(error) === '42703',
  )
  expect(await ask(pool, divide, [2])).toEqual([5])
  expect(await backend()).toBe(before)
  const named = await ask(pool, statement(`select name as r from pg_prepared_statements where name = 'divide'`), [])
  expect(named).toEqual(['divide'])
})

test('a connection that is lost fails its statement alone; the next has another', async () => {
  const before = await backend()
  const lost = ask(pool, statement('select pg_terminate_backend(pg_backend_pid()) as r'), [])
  await expect(lost).rejects.toThrow()
  expect(await backend()).not.toBe(before)
})

test('a database that is away is an error of whoever asks', async () => {
  const nowhere = openPool('postgresql://nobody:x@127.0.0.1:1/nothing', { size: 1 })
  await expect(ask(nowhere, statement('select 1 as r'), [])).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await nowhere.end()
})
