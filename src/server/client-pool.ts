import { ApiError, type Client, createClient } from '#api-client/client'
import { freshId } from '#store/fresh-id'
import { createToken, type Database, type NewToken, revokeToken } from '#store/write/tokens'

/** A worker's tokens are its own and end with it; one that is killed leaves them for so long at most. */
const TOKEN_HOURS = 1
/** How long one call waits for a server that is away, before the job puts itself off. */
const MAX_WAIT_MS = 5_000

type Who = Pick<NewToken, 'name' | 'role' | 'kind' | 'channelKey'>

/** The jobs' ways into the API: one as themselves, one as each channel's connector. No token is kept anywhere. */
export interface ClientPool {
  jobs: Client
  of(channel: string): Promise<Client>
  close(): Promise<void>
}

export function openClientPool(database: Database, url: string): ClientPool {
  const tokens = new Set<string>()
  const opened = new Map<string, Client>()

  const open = (who: Who): Client => {
    const known = opened.get(who.name)
    if (known !== undefined) return known
    const client = renewing(async () => {
      const token = await tokenOf(database, who)
      tokens.add(token)
      return createClient({ url, token, maxWaitMs: MAX_WAIT_MS })
    })
    opened.set(who.name, client)
    return client
  }

  return {
    jobs: open({ name: 'jobs', role: 'operator', kind: 'JOB', channelKey: null }),
    of: async (channel) =>
      open({ name: `connector:${channel}`, role: 'connector', kind: 'CONNECTOR', channelKey: channel }),
    async close() {
      for (const token of tokens) await revokeToken(database, token)
    },
  }
}

async function tokenOf(database: Database, who: Who): Promise<string> {
  const expiresAt = new Date(Date.now() + TOKEN_HOURS * 3_600_000).toISOString()
  const made = await createToken(database, { ...who, expiresAt }, { id: freshId })
  if ('token' in made) return made.token
  const why = {
    NAME_OF_ANOTHER_ROLE: `the name "${who.name}" belongs to a token holder with other rights; rename that one`,
    UNKNOWN_CHANNEL: `there is no channel with the key "${who.channelKey}"`,
  }
  throw new Error(`A job cannot act: ${why[made.refused]}.`)
}

/** Takes a new token after half the life of the old one, and when the API stops accepting it. */
function renewing(connect: () => Promise<Client>): Client {
  let current: { client: Promise<Client>; until: number } | undefined
  const call = async <T>(run: (client: Client) => Promise<T>): Promise<T> => {
    if (current === undefined || current.until < Date.now()) {
      current = { client: connect(), until: Date.now() + (TOKEN_HOURS / 2) * 3_600_000 }
    }
    try {
      return await run(await current.client)
    } catch (error) {
      if (!(error instanceof ApiError) || error.failure === 'NOT_ALLOWED') current = undefined
      throw error
    }
  }
  return {
    execute: (...asked) => call((client) => client.execute(...asked)),
    executeJson: (...asked) => call((client) => client.executeJson(...asked)),
  }
}
