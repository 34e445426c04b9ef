import pg from 'pg'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createToken, ensureAdminToken, findToken, listTokens, type NewToken, revokeToken } from '#store/write/tokens'
import { freshDatabase } from '../support/database.ts'

const { url } = await freshDatabase()
const pool = new pg.Pool({ connectionString: url })
pool.on('error', () => {})
afterAll(() => pool.end())
await pool.query(
  `insert into channel ("id", "key", "name", "kind", "updatedAt") values (gen_random_uuid(), 'shop', 'Shop', 'custom', now())`,
)
beforeEach(() => pool.query('truncate api_token, principal cascade'))

const source = { id: () => crypto.randomUUID() }
const reader: NewToken = { name: 'Dashboard', role: 'reader', kind: 'USER', channelKey: null, expiresAt: null }

async function make(wanted: NewToken = reader) {
  const made = await createToken(pool, wanted, source)
  if ('refused' in made) throw new Error(made.refused)
  return made
}

describe('a token', () => {
  it('names its role, is known by its first characters, and is not in the database', async () => {
    const { token, entry } = await make()
    expect(token).toMatch(/^cdk_reader_[\w-]{43}$/)
    expect(token.startsWith(entry.prefix)).toBe(true)
    const { rows } = await pool.query('select * from api_token')
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('speaks for its principal until it is revoked', async () => {
    const { token, entry } = await make({
      ...reader,
      name: 'Shop',
      role: 'connector',
      kind: 'CONNECTOR',
      channelKey: 'shop',
    })
    expect(await findToken(pool, token)).toMatchObject({
      tokenId: entry.id,
      name: 'Shop',
      kind: 'CONNECTOR',
      role: 'connector',
      channelKey: 'shop',
      expiresAt: null,
    })
    expect(await revokeToken(pool, entry.prefix)).toEqual([entry])
    expect(await findToken(pool, token)).toBeUndefined()
    expect(await revokeToken(pool, entry.prefix)).toEqual([])
  })

  it('can be revoked by its id and by its text too', async () => {
    const [one, other] = [await make(), await make()]
    expect(await revokeToken(pool, one.entry.id)).toHaveLength(1)
    expect(await revokeToken(pool, other.token)).toHaveLength(1)
  })

  it('is nobody once it has expired, and says until when before', async () => {
    const past = await make({ ...reader, expiresAt: '2020-01-01T00:00:00.000Z' })
    const future = await make({ ...reader, expiresAt: '2099-01-01T00:00:00.000Z' })
    expect(await findToken(pool, past.token)).toBeUndefined()
    expect(await findToken(pool, future.token)).toMatchObject({ expiresAt: '2099-01-01T00:00:00.000Z' })
  })

  it('renewed under the same name belongs to the same principal, so that retries and the audit trail stay whole', async () => {
    await make()
    await make()
    const tokens = await listTokens(pool)
    expect(tokens).toHaveLength(2)
    expect(new Set(tokens.map(({ principalId }) => principalId)).size).toBe(1)
  })

  it('with other rights is refused to a name that has rights already', async () => {
    await make()
    expect(await createToken(pool, { ...reader, role: 'admin' }, source)).toEqual({ refused: 'NAME_OF_ANOTHER_ROLE' })
  })

  it('of a connector is refused for a channel that is not there, and nobody is made for it', async () => {
    const connector: NewToken = { ...reader, name: 'Shop', role: 'connector', kind: 'CONNECTOR', channelKey: 'nowhere' }
    expect(await createToken(pool, connector, source)).toEqual({ refused: 'UNKNOWN_CHANNEL' })
    expect((await pool.query('select from principal')).rowCount).toBe(0)
  })

  it('that was never made is nobody', async () => {
    expect(await findToken(pool, 'cdk_admin_guess')).toBeUndefined()
  })
})

describe('the first admin token', () => {
  const text = 'an admin token of the environment, long enough'

  it('is made and shown where none is set, and only while there is none', async () => {
    const token = await ensureAdminToken(pool, undefined, source)
    expect(await findToken(pool, token ?? '')).toMatchObject({ name: 'admin', role: 'admin' })
    expect(await ensureAdminToken(pool, undefined, source)).toBeUndefined()
  })

  it('is what CROSSDOCK_ADMIN_TOKEN says, at each start', async () => {
    expect(await ensureAdminToken(pool, text, source)).toBeUndefined()
    await ensureAdminToken(pool, text, source)
    expect(await findToken(pool, text)).toMatchObject({ role: 'admin' })
    expect(await listTokens(pool)).toHaveLength(1)
  })

  it('ends when CROSSDOCK_ADMIN_TOKEN says another, and the admin’s other tokens stay', async () => {
    const shown = await ensureAdminToken(pool, undefined, source)
    await ensureAdminToken(pool, text, source)
    await ensureAdminToken(pool, `${text}!`, source)
    expect(await findToken(pool, text)).toBeUndefined()
    expect(await findToken(pool, `${text}!`)).toMatchObject({ name: 'admin' })
    expect(await findToken(pool, shown ?? '')).toMatchObject({ name: 'admin' })
  })
})
