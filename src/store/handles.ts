import type { Pool } from 'pg'
import { isolateFailures } from '#domain/isolate-failures'
import { ask, type Budget, Jsonb, Pipeline } from '#engines/pipeline'
import { type Query, within } from '#engines/reader'
import { Batcher } from './batcher.ts'
import type { Prisma } from './generated/client.ts'
import type { Handle } from './handle.ts'
import type { Reader, WholeReader } from './reader.ts'
import { noteFailure } from './readiness.ts'
import type { Statement } from './statement.ts'

interface PoolHandleOptions {
  pool: Pool
  genericPlanPool: Pool
  readerOver(query: Query): WholeReader
  /** Whether look-ups are pipelined. */
  fastPath: boolean
}

/** The ordinary handle: autocommit through the pools. `close` resolves when the calls under way are answered. */
export function poolHandle({ pool, genericPlanPool, readerOver, fastPath }: PoolHandleOptions): Handle & {
  close(): Promise<void>
} {
  const lookups = fastPath ? new Pipeline({ pool: genericPlanPool, isolateFailures }) : undefined
  const read = <T>(statement: Statement, values: unknown[], budget?: Budget): Promise<T[]> =>
    statement.lookup && lookups !== undefined
      ? lookups.ask<T>(statement, values, budget)
      : ask<T>(statement.genericPlan || statement.lookup ? genericPlanPool : pool, statement, values, {
          budget,
          onFailure: noteFailure,
        })
  const reader = readerOver(read)
  const shared: Omit<Handle, 'prisma'> = {
    dryRun: false,
    within: (budget) => ({ prisma: reader[within]?.(budget) ?? reader, ...shared }),
    query: (statement, values) => read(statement, values),
    batched: (call, item) => batcher.ask(call, item),
    isolated: (work) => work(),
  }
  const handle: Handle = { prisma: reader, ...shared }
  const batcher = new Batcher(handle)
  return { ...handle, close: () => batcher.close() }
}

/** The handle of a dry run: everything in one transaction, a savepoint a field. */
export function dryRunHandle(tx: Prisma.TransactionClient, readerOver: (query: Query) => Reader): Handle {
  let depth = 0
  async function query<T>({ text }: Statement, values: unknown[]): Promise<T[]> {
    const texts = values.map((value) => (value instanceof Jsonb ? value.toString() : value))
    const rows = await tx.$queryRawUnsafe<{ r: T }[]>(text, ...texts)
    return rows.map((row) => row.r)
  }
  const handle: Handle = {
    prisma: readerOver(query),
    dryRun: true,
    within: () => handle, // its rows come through Prisma, which counts nothing
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
