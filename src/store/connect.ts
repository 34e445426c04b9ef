import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { PrismaClient } from './generated/client.ts'
import { type Handle, poolHandle } from './handle.ts'
import { defaultPoolSize, openPool, type PoolOptions } from './pool.ts'

/** Prisma's statements prepared a connection; a text beyond this many is planned each time, so that memory there stays bounded. */
export const maximumPreparedStatements = 500

export type Store = { pool: pg.Pool; prisma: PrismaClient; handle: Handle; close(): Promise<void> }

/** A pool for Prisma and for lists, and one for the statements of every write; together `size` connections. */
export function connect(url: string, options: PoolOptions = {}): Store {
  const size = options.size ?? defaultPoolSize
  const pool = openPool(url, { ...options, size: Math.ceil(size / 2) })
  const steadyPool = openPool(url, { ...options, size: Math.max(1, Math.floor(size / 2)), steadyPlans: true })
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementNames(), onPoolError: options.onError })
  const prisma = new PrismaClient({ adapter })
  return {
    pool,
    prisma,
    handle: poolHandle(pool, steadyPool, prisma),
    async close() {
      await prisma.$disconnect()
      await Promise.all([pool.end(), steadyPool.end()])
    },
  }
}

/** A name for each text, so that each connection plans it once; '' means unprepared. */
export function statementNames(limit: number = maximumPreparedStatements): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= limit) return ''
    const name = `p_${createHash('sha256').update(sql).digest('base64url').slice(0, 22)}`
    names.set(sql, name)
    return name
  }
}
