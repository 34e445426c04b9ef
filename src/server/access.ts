import { scopesOf, type Viewer } from '#schema/access'
import { NoAnswer } from '#store/unavailable'
import { type Database, findTokens, hashToken, type TokenHolder } from '#store/write/tokens'
import { within } from './deadlines.ts'
import { TOKEN_LOOKUP_MS, TOKEN_RECHECK_MS } from './limits.ts'

/** Tokens whose holders are remembered. */
const REMEMBERED = 1_000

/** Why a token is no longer good, as a WebSocket is closed with it. */
export const tokenEnded = { code: 4403, reason: 'Forbidden' } as const

/** Finds who a token speaks for, and notifies open connections when it no longer does. */
export class Access {
  readonly #database: Database
  /** Until when, on a clock that nobody sets. */
  readonly #known = new Map<string, { viewer: Viewer; until: number }>()
  readonly #watched = new Map<string, Set<() => void>>()
  readonly #timer: NodeJS.Timeout
  #rechecking = false
  readonly #onError: (error: unknown) => void

  constructor(database: Database, onError: (error: unknown) => void, recheckMs: number = TOKEN_RECHECK_MS) {
    this.#database = database
    this.#onError = onError
    this.recheckMs = recheckMs
    this.#timer = setInterval(() => void this.#recheck(), recheckMs).unref()
  }

  private readonly recheckMs: number

  /** The caller with this token; undefined when nobody may. */
  async viewer(token: string): Promise<Viewer | undefined> {
    const key = hashToken(token)
    const known = this.#known.get(key)
    if (known !== undefined && known.until > performance.now()) return known.viewer
    const viewer = viewerOf((await this.#find([key])).get(key))
    this.#known.delete(key)
    if (viewer !== undefined) {
      if (this.#known.size >= REMEMBERED) this.#known.delete(this.#known.keys().next().value ?? '')
      this.#known.set(key, { viewer, until: performance.now() + this.recheckMs })
    }
    return viewer
  }

  /** Calls `end` when the token is revoked or expires; the answer stops the watch. */
  watch(token: string, end: () => void): () => void {
    const key = hashToken(token)
    const watchers = this.#watched.get(key) ?? new Set()
    this.#watched.set(key, watchers.add(end))
    return () => {
      watchers.delete(end)
      if (watchers.size === 0 && this.#watched.get(key) === watchers) this.#watched.delete(key)
    }
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #find(keys: string[]): Promise<Map<string, TokenHolder>> {
    return within(TOKEN_LOOKUP_MS, findTokens(this.#database, keys), noAnswer)
  }

  async #recheck(): Promise<void> {
    if (this.#rechecking || this.#watched.size === 0) return
    this.#rechecking = true
    try {
      const keys = [...this.#watched.keys()]
      const holders = await this.#find(keys)
      for (const key of keys) {
        if (holders.has(key)) continue
        this.#known.delete(key)
        for (const end of [...(this.#watched.get(key) ?? [])]) end()
      }
    } catch (error) {
      this.#onError(error) // the database is away: the next round asks again
    } finally {
      this.#rechecking = false
    }
  }
}

function viewerOf(holder: TokenHolder | undefined): Viewer | undefined {
  if (holder === undefined) return undefined
  const { principalId, name, kind, role, channelKey } = holder
  return { principalId, name, kind, role, channelKey, scopes: new Set(scopesOf[role]) }
}

const noAnswer = (): Promise<never> =>
  Promise.reject(new NoAnswer('The database did not say in time whom a token speaks for.'))

/** The token of `Authorization: Bearer …`. */
export const bearerToken = (authorization: unknown): string | undefined =>
  typeof authorization === 'string' ? /^Bearer +(\S+) *$/i.exec(authorization)?.[1] : undefined
