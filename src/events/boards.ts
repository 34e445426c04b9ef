import type { Queryable } from '#store/log/advance-log'
import { type BoardFilter, readBoard } from '#store/read/board'
import { type BoardFrame, Feed, type FeedLimits, feedLimits } from './board-feed.ts'
import type { Log } from './log.ts'

export interface BoardsOptions {
  handle: Queryable
  log: Log
  now?(): string
  onError?(error: unknown): void
  limits?: Partial<FeedLimits>
}

/** The live boards of this process: everyone who watches the same part of the business shares one count. */
export class Boards {
  readonly #options: BoardsOptions
  readonly #feeds = new Map<string, Feed>()

  constructor(options: BoardsOptions) {
    this.#options = options
  }

  /** A frame at once, then at most one a second, only when a number changed. */
  watch(filter: BoardFilter): AsyncIterableIterator<BoardFrame> {
    const key = JSON.stringify([sorted(filter.channels), sorted(filter.warehouses)])
    let feed = this.#feeds.get(key)
    if (feed === undefined) {
      const { handle, log, onError = () => {}, now = () => new Date().toISOString(), limits } = this.#options
      feed = new Feed({
        count: () => readBoard(handle, filter, now()),
        now,
        grown: log.grown,
        onError,
        limits: { ...feedLimits, ...limits },
        onIdle: () => this.#feeds.delete(key),
      })
      this.#feeds.set(key, feed)
    }
    return feed.watch()
  }

  get feeds(): number {
    return this.#feeds.size
  }

  close(): void {
    for (const feed of this.#feeds.values()) feed.close()
  }
}

const sorted = (keys: readonly string[] | null) => (keys === null ? null : [...new Set(keys)].sort())
