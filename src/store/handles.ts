import type { Pool } from 'pg'
import { ask } from './ask.ts'
import { Batcher } from './batcher.ts'
import type { Prisma } from './generated/client.ts'
import type { Handle } from './handle.ts'
import { Pipeline } from './pipeline.ts'
import type { Query } from './reader/batched-lookups.ts'
import type { Reader } from './reader/reader.ts'
import type { Statement } from './statement.ts'

/** The ordinary handle: autocommit through the pools. `close` resolves when the calls under way are answered. */
export function poolHandle(
  pool: Pool,
  steadyPool: Pool,
  readerOver: (query: Query) => Reader,
): Handle & { close(): Promise<void> } {
  const lookups = new Pipeline(steadyPool)
  const query = <T>(statement: Statement, values: unknown[]): Promise<T[]> =>
    statement.lookup
      ? lookups.ask<T>(statement, values)
      : ask<T>(statement.steady ? steadyPool : pool, statement, values)
  const handle: Handle = {
    prisma: readerOver(query),
    dryRun: false,
    query,
    batched: (call, item) => batcher.ask(call, item),
    isolated: (work) => work(),
  }
  const batcher = new Batcher(handle)
  return { ...handle, close: () => batcher.close() }
}

/** The handle of a dry run: everything in one transaction, a savepoint a field. */
export function dryRunHandle(tx: Prisma.TransactionClient, readerOver: (query: Query) => Reader): Handle {
  let depth = 0
  async function query<T>({ text }: Statement, values: unknown[]): Promise<T[]> {
    const rows = await tx.$queryRawUnsafe<{ r: T }[]>(text, ...values)
    return rows.map((row) => row.r)
  }
  const handle: Handle = {
    prisma: readerOver(query),
    dryRun: true,
    query,
    batched: async (call, item) => (await call.run(handle, [item]))[0] as never,
    async isolated<T>(work: () => Promise<T>): Promise<T> {
      const savepoint = `field_${++depth}`
      await tx.$executeRawUnsafe(`SAVEPOINT ${savepoint}`)
      try {
        const result = await work()
        await tx.$executeRawUnsafe(`RELEASE SAVEPOINT ${savepoint}`)
        return result
      } catch (error) {
        await tx.$executeRawUnsafe(`ROLLBACK TO SAVEPOINT ${savepoint}`)
        throw error
      }
    },
  }
  return handle
}
