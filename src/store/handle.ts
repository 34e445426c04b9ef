import type { Pool } from 'pg'
import type { Prisma, PrismaClient } from './generated/client.ts'

/** A statement of ours. Its one output column is named `r`; `name` lets Postgres keep its plan. */
export interface Statement {
  name: string
  text: string
  /** True where values never change how its rows are found: it is planned once a session, not at each call. */
  steady?: boolean
}

/**
 * The one way to the database of an operation. Outside a dry run each statement commits on its own; inside one,
 * every reader and writer shares the transaction that is rolled back after the answer.
 */
export interface Handle {
  readonly prisma: PrismaClient | Prisma.TransactionClient
  readonly dryRun: boolean
  query<T>(statement: Statement, parameters: unknown[]): Promise<T[]>
  /** Runs a mutation field so that its failure leaves nothing of it behind, also inside a dry run. */
  isolated<T>(work: () => Promise<T>): Promise<T>
}

/** The ordinary handle: autocommit through the pools. */
export function poolHandle(pool: Pool, steadyPool: Pool, prisma: PrismaClient): Handle {
  return {
    prisma,
    dryRun: false,
    async query<T>({ name, text, steady }: Statement, values: unknown[]): Promise<T[]> {
      const result = await (steady ? steadyPool : pool).query<[T]>({ name, text, values, rowMode: 'array' })
      return result.rows.map((row) => row[0])
    },
    isolated: (work) => work(),
  }
}

/** The handle of a dry run: everything in one transaction, a savepoint a field. */
export function dryRunHandle(tx: Prisma.TransactionClient): Handle {
  let depth = 0
  return {
    prisma: tx,
    dryRun: true,
    async query<T>({ text }: Statement, values: unknown[]): Promise<T[]> {
      const rows = await tx.$queryRawUnsafe<{ r: T }[]>(text, ...values)
      return rows.map((row) => row.r)
    },
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
}
