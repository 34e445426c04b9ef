import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLogger } from '#server/logger'
import { freshDatabase } from '../support/database.ts'

const lines: string[] = []
const logger = createLogger('info', { write: (line) => lines.push(line) })
let database: Awaited<ReturnType<typeof freshDatabase>>
let pool: pg.Pool

beforeAll(async () => {
  database = await freshDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 1 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

function logged(err: unknown) {
  logger.error({ err }, 'failed')
  const line = lines.at(-1) ?? ''
  return { line, err: JSON.parse(line).err }
}
const failure = (sql: string, values: unknown[] = []) =>
  pool.query(sql, values).then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )

test('a statement that fails on a row is logged without the row', async () => {
  const { line, err } = logged(
    await failure(
      `with made as (select 'Ada Lovelace' as name) insert into warehouse ("id", "name") select gen_random_uuid(), name from made`,
    ),
  )
  expect(err).toMatchObject({
    type: 'DatabaseError',
    code: '23502',
    table: 'warehouse',
    stack: expect.stringContaining(' at '),
  })
  expect(line).not.toContain('Lovelace')
})

test('a value that Postgres cannot read is not repeated', async () => {
  const { line, err } = logged(await failure('select $1::text::uuid', ['ada@\n"x".example']))
  expect(err).toMatchObject({ code: '22P02', message: expect.stringContaining('uuid') })
  expect(line).not.toContain('ada@')
})

test('what a driver hangs on an error stays out, and its causes and parts are logged', () => {
  const cause = Object.assign(new Error('the connection broke'), { code: '57P01', client: { password: 'hunter2' } })
  const parts = new AggregateError([Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })])
  const { line, err } = logged(
    Object.assign(new Error('outer', { cause }), { client: { password: 'hunter2' }, detail: 'Ada' }),
  )
  expect(err).toMatchObject({ message: 'outer', cause: { message: 'the connection broke', code: '57P01' } })
  expect(line).not.toMatch(/hunter2|Ada/)
  expect(logged(parts).err).toMatchObject({ errors: [{ code: 'ECONNREFUSED' }] })
})
