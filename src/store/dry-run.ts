import { connect, type StoreOptions } from './connect.ts'
import type { Handle } from './handle.ts'
import { dryRunHandle } from './handles.ts'

export interface DryRunLimits {
  /** Dry runs at a time; each has a connection of its own. */
  size: number
  /** A dry run ends after this, whatever it does. */
  timeoutMs: number
  /** How long it waits for a lock. */
  lockMs: number
}

export interface DryRuns {
  /** Runs `work` in one transaction that is rolled back whatever happens, and answers with what it answered. */
  rolledBack<T>(work: (handle: Handle) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Ends the transaction of a dry run; carries its answer past the rollback. */
class RolledBack extends Error {
  readonly answer: unknown
  constructor(answer: unknown) {
    super('a dry run is rolled back')
    this.answer = answer
  }
}

/** A small pool of its own, so that dry runs never keep a real write waiting for a connection. Opened when first needed. */
export function openDryRuns(url: string, limits: DryRunLimits, options: StoreOptions = {}): DryRuns {
  let store: ReturnType<typeof connect> | undefined
  return {
    async rolledBack<T>(work: (handle: Handle) => Promise<T>): Promise<T> {
      // Half of a store's connections are for transactions; the others are never opened here.
      store ??= connect(url, { ...options, size: 2 * limits.size, applicationName: 'crossdock dry run' })
      const { prisma, readerOver } = store
      try {
        return await prisma.$transaction(
          async (tx) => {
            await tx.$executeRawUnsafe(`set local lock_timeout = ${limits.lockMs}`)
            const answer = await work(dryRunHandle(tx, (query) => readerOver(tx, query)))
            // What is only checked at a commit is checked now, so that the answer is the one a commit would give.
            await tx.$executeRawUnsafe('set constraints all immediate')
            throw new RolledBack(answer)
          },
          { timeout: limits.timeoutMs, maxWait: limits.timeoutMs },
        )
      } catch (error) {
        if (error instanceof RolledBack) return error.answer as T
        throw error
      }
    },
    async close() {
      await store?.close()
    },
  }
}
