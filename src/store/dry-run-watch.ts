import type pg from 'pg'

/** Real work that waits for these backends, at once or behind another who does. Dry runs may wait for each other. */
const waitingFor = `select distinct w.pid as "waiting", b.pid as "blocking", d.xact_start::text as "since"
  from pg_locks w
    cross join lateral unnest(pg_blocking_pids(w.pid)) as b(pid)
    join pg_stat_activity d on d.pid = b.pid
    left join pg_stat_activity a on a.pid = w.pid
  where not w.granted and b.pid = any($1::int[]) and a.application_name is distinct from $2`

/** Only while it is at the same transaction: the connection may be another dry run's by now. */
const end = 'select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and xact_start = $2::timestamptz'

interface InTheWay {
  waiting: number
  blocking: number
  since: string
}

export interface Watched {
  /** The backend that holds the dry run's locks. */
  backend: number
  /** Called once, before the backend is ended. */
  onEnd(): void
}

interface WatchOptions {
  pool: pg.Pool
  /** What pg_stat_activity shows of dry runs. */
  applicationName: string
  everyMs: number
  onError(error: unknown): void
}

/**
 * Looks, while dry runs are open, who waits for their locks, in whichever process that is. Real work that was seen to wait twice in a
 * row ends the dry run with its connection, so that its locks go at once, whatever the dry run is doing.
 */
export class DryRunWatch {
  readonly #options: WatchOptions
  readonly #watched = new Map<number, Watched>()
  #clock: NodeJS.Timeout | undefined
  #seen = new Set<string>()
  #isLooking = false

  constructor(options: WatchOptions) {
    this.#options = options
  }

  /** The answer ends the watch. */
  watch(watched: Watched): () => void {
    this.#watched.set(watched.backend, watched)
    this.#clock ??= setInterval(() => void this.#look(), this.#options.everyMs)
    return () => {
      this.#watched.delete(watched.backend)
      if (this.#watched.size > 0) return
      clearInterval(this.#clock)
      this.#clock = undefined
      this.#seen = new Set()
    }
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    const { pool, applicationName, onError } = this.#options
    try {
      const { rows } = await pool.query<InTheWay>(waitingFor, [[...this.#watched.keys()], applicationName])
      const seen = new Set<string>()
      for (const row of rows) {
        const wait = `${row.waiting} ${row.blocking} ${row.since}`
        if (this.#seen.has(wait)) await this.#end(row)
        else seen.add(wait)
      }
      this.#seen = seen
    } catch (error) {
      onError(error) // the database is away, and the dry runs with it
    } finally {
      this.#isLooking = false
    }
  }

  async #end({ blocking, since }: InTheWay): Promise<void> {
    const watched = this.#watched.get(blocking)
    if (watched === undefined) return // it ended by itself
    this.#watched.delete(blocking)
    watched.onEnd()
    await this.#options.pool.query(end, [blocking, since])
  }
}
