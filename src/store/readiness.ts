import type pg from 'pg'
import { isWriteRefused } from './unavailable.ts'

/** After the database refused a write for want of room or of a writable disk, the process is not ready for so long. */
export const WRITES_REFUSED_MS = 15_000

const refusedAt = new WeakMap<pg.Pool, number>()

/** Remembers that writes are refused, where the error says so: a question that only reads would not find out. */
export function noteFailure(pool: pg.Pool, error: unknown): void {
  if (isWriteRefused(error)) refusedAt.set(pool, performance.now())
}

/** Why nothing may be sent to this process now, in some words; undefined where all is well. Rejects where the database is away. */
export async function whyNotReady(pools: readonly [pg.Pool, ...pg.Pool[]]): Promise<string | undefined> {
  const { rows } = await pools[0].query<{ readonly: boolean }>(
    `select current_setting('transaction_read_only') = 'on' as readonly`,
  )
  if (rows[0]?.readonly !== false) return 'the database is read-only'
  const since = Math.max(...pools.map((pool) => refusedAt.get(pool) ?? Number.NEGATIVE_INFINITY))
  return performance.now() - since < WRITES_REFUSED_MS ? 'the database refuses writes' : undefined
}
