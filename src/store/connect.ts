import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { PrismaClient } from './generated/client.ts'
import { type Handle, poolHandle } from './handle.ts'
import { openPool, type PoolOptions } from './pool.ts'

/** Prisma's statements prepared a connection; a text beyond this many is planned each time, so that memory there stays bounded. */
export const maximumPreparedStatements = 500

export type Store = { pool: pg.Pool; prisma: PrismaClient; handle: Handle; close(): Promise<void> }

/** One pool for our SQL and for Prisma. */
export function connect(url: string, options: PoolOptions = {}): Store {
  const pool = openPool(url, options)
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementNames(), onPoolError: options.onError })
  const prisma = new PrismaClient({ adapter })
  return {
    pool,
    prisma,
    handle: poolHandle(pool, prisma),
    async close() {
      await prisma.$disconnect()
      await pool.end()
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
