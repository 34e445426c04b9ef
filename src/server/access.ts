import { scopesOf, type Viewer } from '#schema/access'
import { type Database, findToken, hashToken } from '#store/write/tokens'
import { TOKEN_RECHECK_MS } from './limits.ts'

/** Tokens whose holders are remembered. */
const REMEMBERED = 1_000

/** Why a token is no longer good, as a WebSocket is closed with it. */
export const tokenEnded = { code: 4403, reason: 'Forbidden' } as const

/** Finds who a token speaks for, and tells open connections when it no longer does. */
export class Access {
  readonly #database: Database
  readonly #known = new Map<string, { viewer: Viewer; until: number }>()
  readonly #watched = new Map<string, Set<() => void>>()
  readonly #timer: NodeJS.Timeout
  readonly #onError: (error: unknown) => void

  constructor(database: Database, onError: (error: unknown) => void, recheckMs: number = TOKEN_RECHECK_MS) {
    this.#database = database
    this.#onError = onError
    this.recheckMs = recheckMs
    this.#timer = setInterval(() => void this.#recheck(), recheckMs).unref()
  }

  private readonly recheckMs: number

  /** Who asks with this token; undefined when nobody may. */
  async viewer(token: string): Promise<Viewer | undefined> {
    const key = hashToken(token)
    const known = this.#known.get(key)
    if (known !== undefined && known.until > Date.now()) return known.viewer
    const viewer = await this.#find(token)
    this.#known.delete(key)
    if (viewer !== undefined) {
      if (this.#known.size >= REMEMBERED) this.#known.delete(this.#known.keys().next().value ?? '')
      this.#known.set(key, { viewer, until: Date.now() + this.recheckMs })
    }
    return viewer
  }

  /** Calls `end` when the token is revoked or expires; the answer stops the watch. */
  watch(token: string, end: () => void): () => void {
    const watchers = this.#watched.get(token) ?? new Set()
    this.#watched.set(token, watchers.add(end))
    return () => {
      watchers.delete(end)
      if (watchers.size === 0 && this.#watched.get(token) === watchers) this.#watched.delete(token)
    }
  }

  close(): void {
    clearInterval(this.#timer)
  }

  async #find(token: string): Promise<Viewer | undefined> {
    const holder = await findToken(this.#database, token)
    if (holder === undefined) return undefined
    const { principalId, name, kind, role, channelKey } = holder
    return { principalId, name, kind, role, channelKey, scopes: new Set(scopesOf[role]) }
  }

  async #recheck(): Promise<void> {
    for (const [token, watchers] of [...this.#watched]) {
      try {
        if ((await this.#find(token)) === undefined) for (const end of [...watchers]) end()
      } catch (error) {
        this.#onError(error) // the database is away: the next round asks again
        return
      }
    }
  }
}

/** The token of `Authorization: Bearer …`. */
export const bearerToken = (authorization: unknown): string | undefined =>
  typeof authorization === 'string' ? /^Bearer +(\S+) *$/i.exec(authorization)?.[1] : undefined
