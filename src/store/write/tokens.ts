import { createHash, randomBytes } from 'node:crypto'
import type { QueryResult, QueryResultRow } from 'pg'
import { type ActorKind, actorKinds } from '#domain/vocabulary'

export const tokenRoles = ['admin', 'operator', 'reader', 'connector'] as const
export type TokenRole = (typeof tokenRoles)[number]

/** Random bytes of a token: 256 bits, 43 characters, beyond guessing. */
export const tokenBytes = 32
/** Characters of the random part that lists show, to distinguish tokens. */
const shownCharacters = 8
/** What lists show for the token that the environment gives, whose own text may be anything. */
export const environmentPrefix = 'CROSSDOCK_ADMIN_TOKEN'
/** The principal of the first admin token. */
export const firstAdmin = 'admin'

/** A pool or a client. */
export type Database = {
  query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<R>>
}

/** Who a token speaks for. */
export type TokenHolder = {
  tokenId: string
  principalId: string
  name: string
  kind: ActorKind
  role: TokenRole
  /** Of a connector: the one channel it sees. */
  channelKey: string | null
  /** ISO 8601; null: never. */
  expiresAt: string | null
}

export type TokenEntry = Omit<TokenHolder, 'tokenId'> & {
  id: string
  prefix: string
  createdAt: string
  revokedAt: string | null
}

export type NewToken = {
  name: string
  role: TokenRole
  kind: ActorKind
  channelKey: string | null
  /** ISO 8601; null: until revoked. */
  expiresAt: string | null
}

/** Two fresh ids and the randomness, so that a test can hold them. */
export type TokenSource = { id(): string; random?: Uint8Array }

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

const isoTime = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** A name must mean one thing in the audit trail, and a connector's token must be for a channel that is there. */
export type TokenRefusal = { refused: 'NAME_OF_ANOTHER_ROLE' | 'UNKNOWN_CHANNEL' }

/** A further token of the principal of that name, who is made when absent. The text is in this answer and nowhere else. */
export async function createToken(
  database: Database,
  wanted: NewToken,
  source: TokenSource,
): Promise<{ token: string; entry: { id: string; prefix: string } } | TokenRefusal> {
  if (wanted.channelKey !== null && !(await isChannel(database, wanted.channelKey)))
    return { refused: 'UNKNOWN_CHANNEL' }
  const principalId = await ensurePrincipal(database, wanted, source)
  if (principalId === undefined) return { refused: 'NAME_OF_ANOTHER_ROLE' }
  const random = Buffer.from(source.random ?? randomBytes(tokenBytes)).toString('base64url')
  const label = `cdk_${wanted.role}_`
  const token = `${label}${random}`
  const prefix = `${label}${random.slice(0, shownCharacters)}`
  const id = source.id()
  await database.query(
    'insert into api_token ("id", "principalId", "prefix", "hash", "expiresAt") values ($1, $2, $3, $4, $5)',
    [id, principalId, prefix, hashToken(token), wanted.expiresAt],
  )
  return { token, entry: { id, prefix } }
}

async function isChannel(database: Database, key: string): Promise<boolean> {
  return (await database.query('select from channel where "key" = $1', [key])).rowCount === 1
}

async function ensurePrincipal(
  database: Database,
  { name, kind, role, channelKey }: Omit<NewToken, 'expiresAt'>,
  source: TokenSource,
): Promise<string | undefined> {
  await database.query(
    `insert into principal ("id", "name", "kind", "role", "channelKey") values ($1, $2, $3, $4, $5)
     on conflict ("name") do nothing`,
    [source.id(), name, kind, role, channelKey],
  )
  const { rows } = await database.query<{ id: string; same: boolean }>(
    `select "id", "role" = $2 and "channelKey" is not distinct from $3 and "kind" = $4 as same
     from principal where "name" = $1`,
    [name, role, channelKey, kind],
  )
  return rows[0]?.same === true ? rows[0].id : undefined
}

/** Whom this token speaks for now; undefined when it is unknown, revoked or expired. */
export async function findToken(database: Database, token: string): Promise<TokenHolder | undefined> {
  const hash = hashToken(token)
  return (await findTokens(database, [hash])).get(hash)
}

type Found = Omit<TokenHolder, 'kind' | 'role'> & { hash: string; kind: string; role: string; expired: boolean }

/**
 * Whom the tokens with these hashes speak for now. One that is seen to have expired, by the database's clock, is revoked: it stays so where that clock
 * is set back.
 */
export async function findTokens(database: Database, hashes: readonly string[]): Promise<Map<string, TokenHolder>> {
  const { rows } = await database.query<Found>(
    `select t."hash", t."id" as "tokenId", p."id" as "principalId", p."name", p."kind", p."role", p."channelKey",
       ${isoTime('t."expiresAt"')} as "expiresAt", coalesce(t."expiresAt" <= now(), false) as expired
     from api_token t join principal p on p."id" = t."principalId"
     where t."hash" = any($1::text[]) and t."revokedAt" is null`,
    [hashes],
  )
  const holders = new Map<string, TokenHolder>()
  for (const { hash, expired, ...row } of rows) {
    const kind = actorKinds.find((each) => each === row.kind)
    const role = tokenRoles.find((each) => each === row.role)
    if (!expired && kind !== undefined && role !== undefined) holders.set(hash, { ...row, kind, role })
  }
  const expired = rows.filter((row) => row.expired).map(({ hash }) => hash)
  if (expired.length > 0) {
    // Refused all the same where nothing can be written now.
    await database
      .query(`update api_token set "revokedAt" = "expiresAt" where "hash" = any($1::text[]) and "revokedAt" is null`, [
        expired,
      ])
      .catch(() => {})
  }
  return holders
}

export async function listTokens(database: Database): Promise<TokenEntry[]> {
  const { rows } = await database.query<TokenEntry>(
    `select t."id", t."prefix", p."id" as "principalId", p."name", p."kind", p."role", p."channelKey",
       ${isoTime('t."createdAt"')} as "createdAt", ${isoTime('t."expiresAt"')} as "expiresAt",
       ${isoTime('t."revokedAt"')} as "revokedAt"
     from api_token t join principal p on p."id" = t."principalId" order by t."createdAt", t."id"`,
  )
  return rows
}

/** Ends the tokens whose id, prefix or text this is, and answers with those it ended. */
export async function revokeToken(database: Database, which: string): Promise<{ id: string; prefix: string }[]> {
  const { rows } = await database.query<{ id: string; prefix: string }>(
    `update api_token set "revokedAt" = now()
     where "revokedAt" is null and ("id"::text = $1 or "prefix" = $1 or "hash" = $2) returning "id", "prefix"`,
    [which, hashToken(which)],
  )
  return rows
}

/**
 * CROSSDOCK_ADMIN_TOKEN as it is now: this text is the admin's, and an earlier text from there is no longer.
 * Without one, a database that has no admin token that works gets one: it is in the answer, to be shown once.
 */
export async function ensureAdminToken(
  database: Database,
  given: string | undefined,
  source: TokenSource,
): Promise<string | undefined> {
  const admin: NewToken = { name: firstAdmin, role: 'admin', kind: 'USER', channelKey: null, expiresAt: null }
  if (given === undefined) {
    const { rowCount } = await database.query(
      `select from api_token t join principal p on p."id" = t."principalId"
       where p."role" = 'admin' and t."revokedAt" is null and (t."expiresAt" is null or t."expiresAt" > now()) limit 1`,
    )
    if (rowCount !== 0) return undefined
    const made = await createToken(database, admin, source)
    return 'token' in made ? made.token : undefined
  }
  const principalId = await ensurePrincipal(database, admin, source)
  await database.query(
    `insert into api_token ("id", "principalId", "prefix", "hash") values ($1, $2, $3, $4)
     on conflict ("hash") do update set "revokedAt" = null where api_token."prefix" = excluded."prefix"`,
    [source.id(), principalId, environmentPrefix, hashToken(given)],
  )
  await database.query(
    `update api_token set "revokedAt" = now() where "prefix" = $1 and "hash" <> $2 and "revokedAt" is null`,
    [environmentPrefix, hashToken(given)],
  )
  return undefined
}
