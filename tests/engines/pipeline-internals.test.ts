import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '#engines/pipeline'
import { openPool } from '#store/pool'
import { testServer } from '../support/database.ts'

// What the pipeline uses of pg and nothing promises: a version that has it no more is to be known before it serves.

const pool = openPool(await testServer(), { size: 1 })
afterAll(() => pool.end())

interface Connection {
  parsedStatements: Record<string, string>
  stream: { cork(): void; uncork(): void }
  [method: string]: unknown
}

let connection: Connection
beforeAll(async () => {
  const client = await pool.connect()
  connection = (client as unknown as { connection: Connection }).connection
  client.release()
})

describe('a connection of pg', () => {
  test.each(['parse', 'bind', 'describe', 'execute', 'sync'])('sends the message %s', (method) => {
    expect(connection[method], `src/engines/pipeline/wire.ts uses connection.${method}`).toBeTypeOf('function')
  })

  test('holds packets back while its stream is corked', () => {
    expect(connection.stream.cork).toBeTypeOf('function')
    expect(connection.stream.uncork).toBeTypeOf('function')
  })

  test('notes a statement by its name once Postgres has parsed it, and none without a name', async () => {
    expect(connection.parsedStatements, 'src/engines/pipeline/ask.ts looks there').toBeTypeOf('object')
    await ask(pool, { name: 'noted', text: 'select 1 as r' }, [])
    await ask(pool, { name: '', text: 'select 2 as r' }, [])
    expect(connection.parsedStatements).toMatchObject({ noted: 'select 1 as r' })
    expect(Object.values(connection.parsedStatements)).not.toContain('select 2 as r')
  })

  test('tells a submitted statement of each message, and of nothing twice', async () => {
    const heard: string[] = []
    const names = ['RowDescription', 'DataRow', 'CommandComplete', 'ReadyForQuery']
    const done = new Promise<void>((resolve) => {
      const listeners = names.map((name) => [
        `handle${name}`,
        () => {
          heard.push(name)
          if (name === 'ReadyForQuery') resolve()
        },
      ])
      const submittable = {
        ...Object.fromEntries(listeners),
        submit(wire: Record<string, (message?: object) => void>) {
          wire.parse!({ name: '', text: 'select 1 as r' })
          wire.bind!({ portal: '', statement: '', values: [], binary: false })
          wire.describe!({ type: 'P', name: '' })
          wire.execute!({ portal: '', rows: 0 })
          wire.sync!()
        },
      }
      pool.connect((_error, client, release) => {
        client?.query(submittable as never)
        void done.then(() => release())
      })
    })
    await done
    expect(heard).toEqual(names)
  })
})

test('pg reads a type from its text, and tells an error of Postgres by its class', async () => {
  expect(pg.types.getTypeParser(23, 'text')('42')).toBe(42)
  await expect(ask(pool, { name: '', text: 'select 1 / 0 as r' }, [])).rejects.toBeInstanceOf(pg.DatabaseError)
})
