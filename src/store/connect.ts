import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { maximumNamedText, type Query, UncompiledReads } from '#engines/reader'
import type { Fullness } from './bounded.ts'
import { PrismaClient } from './generated/client.ts'
import type { Handle } from './handle.ts'
import { poolHandle } from './handles.ts'
import { defaultPoolSize, openPool, type PoolOptions } from './pool.ts'
import { createPlans, openReader, type ReadingClient, type WholeReader } from './reader.ts'
import { whyNotReady } from './readiness.ts'

/** Prisma's statements prepared a connection; a text beyond this many is planned each time, so that memory there stays bounded. */
export const maximumPreparedStatements = 500

export interface StoreOptions extends PoolOptions {
  /** Counts reads that Prisma answered, because the reader has no SQL for them. */
  uncompiled?: UncompiledReads
  /** False: every read through the handle's `prisma` is Prisma's own, and no look-ups are pipelined. */
  fastPath?: boolean
}

export interface Store {
  pool: pg.Pool
  /** How full the memory for shapes of reads is. */
  shapes: Fullness
  /** Reads so far that were compiled to one statement. */
  compiledReads(): number
  /** Prisma itself. Everything outside the store reads through the handle. */
  prisma: PrismaClient
  handle: Handle
  /** A reader that runs its statements by `query`, on what `prisma` stands on. */
  readerOver(prisma: ReadingClient, query: Query): WholeReader
  /** Why nothing may be sent to this process now; undefined where all is well. Rejects where the database is away. */
  whyNotReady(): Promise<string | undefined>
  close(): Promise<void>
}

/** A pool for lists and for Prisma, and one for statements with generic plans; together `size` connections. */
export function connect(url: string, options: StoreOptions = {}): Store {
  const size = options.size ?? defaultPoolSize
  const pool = openPool(url, { ...options, size: Math.ceil(size / 2) })
  const genericPlanPool = openPool(url, { ...options, size: Math.max(1, Math.floor(size / 2)), genericPlans: true })
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementNames() }) // of a lost connection the pool itself tells
  const prisma = new PrismaClient({ adapter })
  const plans = createPlans(prisma)
  const { uncompiled = new UncompiledReads(), fastPath = true } = options
  const readerOver: Store['readerOver'] = (over, query) =>
    fastPath ? openReader({ plans, query, prisma: over, uncompiled }) : (over as WholeReader)
  const { close, ...handle } = poolHandle({
    pool,
    genericPlanPool,
    readerOver: (query) => readerOver(prisma, query),
    fastPath,
  })
  return {
    pool,
    shapes: plans.entries,
    compiledReads: () => plans.reads,
    prisma,
    handle,
    readerOver,
    whyNotReady: () => whyNotReady([pool, genericPlanPool]),
    async close() {
      await close()
      await prisma.$disconnect()
      await Promise.all([pool.end(), genericPlanPool.end()])
    },
  }
}

/** A name for each text, so that each connection plans it once; '' means unprepared. */
export function statementNames(limit: number = maximumPreparedStatements): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= limit || sql.length > maximumNamedText) return ''
    const name = `p_${createHash('sha256').update(sql).digest('base64url').slice(0, 22)}`
    names.set(sql, name)
    return name
  }
}
