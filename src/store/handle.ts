import type { Pool } from 'pg'
import { ask } from './ask.ts'
import { type BatchedCall, Batcher } from './batcher.ts'
import type { Prisma } from './generated/client.ts'
import { Pipeline } from './pipeline.ts'
import type { Query } from './reader/batched-lookups.ts'
import type { Reader } from './reader/reader.ts'

/** A statement of ours. Its one output column is named `r`; `name` lets Postgres keep its plan, '' is planned each time. */
export interface Statement {
  name: string
  text: string
  /** True where values never change how its rows are found: it is planned once a session, not at each call. */
  steady?: boolean
  /** True where the column is known to be JSON: Postgres need not describe it. */
  json?: boolean
  /** True where it looks up a row by its key: steady, and as quick as others that do, so those under way at once go together. */
  lookup?: boolean
}

/**
 * The one way to the database of an operation. Outside a dry run each statement commits on its own; inside one,
 * every reader and writer shares the transaction that is rolled back after the answer.
 */
export interface Handle {
  /** Reads, with Prisma's arguments and answers. */
  readonly prisma: Reader
  readonly dryRun: boolean
  query<T>(statement: Statement, parameters: unknown[]): Promise<T[]>
  /** Makes a call for this item, together with those that others make at the same time. In a dry run it goes alone. */
  batched<Item, Answer>(call: BatchedCall<Item, Answer>, item: Item): Promise<Answer>
  /** Runs a mutation field so that its failure leaves nothing of it behind, also inside a dry run. */
  isolated<T>(work: () => Promise<T>): Promise<T>
}

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
