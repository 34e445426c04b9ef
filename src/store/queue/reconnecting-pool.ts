import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { isUnavailable } from '../unavailable.ts'

/** While the database is away a connection is tried again after this, and after twice as long each time, up to the most. */
export const reconnectMs = { least: 100, most: 2_000 }
/** What Postgres says while it starts, which the queue takes for "try again". */
const startingUp = '57P03'

export interface ReconnectingPool {
  /** The pool as the queue is to see it. */
  pool: pg.Pool
  /** From now on nobody waits for a database that is away. */
  stop(): void
  /** Resolves when what began before has its connection no longer. */
  settled(): Promise<void>
  /** From now on nothing begins any more. */
  close(): void
}

/**
 * A pool for graphile-worker, which ends the process where the end of a job cannot be stored: it awaits that nowhere, and tries it again
 * only for some codes, of which ECONNREFUSED and 57P01 are none. Here a connection is waited for, and one that breaks says "try again".
 */
export function reconnectingPool(pool: pg.Pool): ReconnectingPool {
  const stopping = new AbortController()
  const busy = new Set<Promise<unknown>>()
  let closed = false

  const connect = async (): Promise<pg.PoolClient> => {
    for (let wait = reconnectMs.least; ; wait = Math.min(wait * 2, reconnectMs.most)) {
      // What the queue still tries then was left behind by it: nobody receives how it ends.
      if (closed) return await new Promise<never>(() => {})
      try {
        return await pool.connect()
      } catch (error) {
        if (!isUnavailable(error) || stopping.signal.aborted) throw tryAgain(error)
        await pause(wait, undefined, { signal: stopping.signal }).catch(() => {})
      }
    }
  }

  const lend = async (): Promise<Pick<pg.PoolClient, 'query' | 'release'>> => {
    const client = await connect()
    let giveBack = () => {}
    const returned = new Promise<void>((resolve) => {
      giveBack = resolve
    })
    busy.add(returned)
    return {
      query: ((...asked: [string]) =>
        client.query(...asked).catch((error: unknown) => {
          throw tryAgain(error)
        })) as pg.PoolClient['query'],
      release(error) {
        client.release(error)
        busy.delete(returned)
        giveBack()
      },
    }
  }

  return {
    // The queue's listener asks with a callback, and comes back by itself.
    pool: Object.create(pool, {
      connect: { value: (...asked: Parameters<pg.Pool['connect']>) => (asked[0] ? pool.connect(...asked) : lend()) },
    }) as pg.Pool,
    stop: () => stopping.abort(),
    async settled() {
      await Promise.all(busy)
    },
    close() {
      stopping.abort()
      closed = true
    },
  }
}

function tryAgain(error: unknown): unknown {
  return isUnavailable(error) ? Object.assign(error as Error, { code: startingUp }) : error
}
