import { connect, type StoreOptions } from './connect.ts'
import { DryRunWatch } from './dry-run-watch.ts'
import type { Handle } from './handle.ts'
import { dryRunHandle } from './handles.ts'
import { openPool } from './pool.ts'

export interface DryRunLimits {
  /** Dry runs at a time; each has a connection of its own. */
  size: number
  /** A dry run ends after this, whatever it does. */
  timeoutMs: number
  /** How long it waits for a lock. */
  lockMs: number
  /** How often it is seen whether real work waits for a dry run; what waits at two looks ends it. */
  watchMs: number
}

const applicationName = 'crossdock dry run'

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

/** Real work waited for the locks of a dry run. */
export class DryRunInTheWay extends Error {
  override readonly name = 'DryRunInTheWay'
}

/** A small pool of its own, so that dry runs never keep a real write waiting for a connection. Opened when first needed. */
export function openDryRuns(url: string, limits: DryRunLimits, options: StoreOptions = {}): DryRuns {
  let opened: ReturnType<typeof open> | undefined
  function open() {
    // Half of a store's connections are for transactions; the others are never opened here.
    const store = connect(url, { ...options, size: 2 * limits.size, applicationName })
    const pool = openPool(url, { ...options, size: 1, applicationName: 'crossdock dry run watch' })
    const onError = (error: unknown) => options.onError?.(error as Error)
    return { store, pool, watch: new DryRunWatch({ pool, applicationName, everyMs: limits.watchMs, onError }) }
  }
  return {
    async rolledBack<T>(work: (handle: Handle) => Promise<T>): Promise<T> {
      opened ??= open()
      const { store, watch } = opened
      let isInTheWay = false
      let leave: (() => void) | undefined
      try {
        return await store.prisma.$transaction(
          async (tx) => {
            const [row] = await tx.$queryRawUnsafe<{ backend: number }[]>(
              `select pg_backend_pid() as "backend", set_config('lock_timeout', '${limits.lockMs}ms', true)`,
            )
            const onEnd = () => {
              isInTheWay = true
            }
            leave = watch.watch({ backend: row!.backend, onEnd })
            const answer = await work(dryRunHandle(tx, (query) => store.readerOver(tx, query)))
            // What is only checked at a commit is checked now, so that the answer is the one a commit would give.
            await tx.$executeRawUnsafe('set constraints all immediate')
            throw new RolledBack(answer)
          },
          { timeout: limits.timeoutMs, maxWait: limits.timeoutMs },
        )
      } catch (error) {
        if (error instanceof RolledBack) return error.answer as T
        throw isInTheWay ? new DryRunInTheWay('a dry run was ended because real work waited for it') : error
      } finally {
        leave?.()
      }
    },
    async close() {
      await Promise.all([opened?.store.close(), opened?.pool.end()])
    },
  }
}
