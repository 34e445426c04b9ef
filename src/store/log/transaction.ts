import type { Pool, PoolClient } from 'pg'
import type { Statement } from '../handle.ts'
import type { Queryable } from './advance-log.ts'

/** A transaction of a consumer: its effect and its cursor become true together. */
export interface Transaction extends Queryable {
  /** Runs work that may fail without taking the transaction with it. */
  attempt<T>(work: () => Promise<T>): Promise<T>
}

/** Runs `work` in one transaction; what it throws rolls back. */
export async function inTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  // A connection that breaks while it is ours says so here; unheard, it would end the process.
  const onBroken = (error: Error) => {
    broken = error
  }
  client.on('error', onBroken)
  try {
    await client.query('begin')
    const result = await work(transactionOf(client))
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(onBroken)
    throw error
  } finally {
    client.off('error', onBroken)
    client.release(broken)
  }
}

function transactionOf(client: PoolClient): Transaction {
  return {
    async query<R>({ name, text }: Statement, values: unknown[]): Promise<R[]> {
      const result = await client.query<[R]>({ name, text, values, rowMode: 'array' })
      return result.rows.map((row) => row[0])
    },
    async attempt<T>(work: () => Promise<T>): Promise<T> {
      await client.query('savepoint attempt')
      try {
        const result = await work()
        await client.query('release savepoint attempt')
        return result
      } catch (error) {
        await client.query('rollback to savepoint attempt')
        throw error
      }
    },
  }
}
