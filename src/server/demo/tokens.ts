import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshId } from '#store/fresh-id'
import { createToken, type Database, findToken } from '#store/write/tokens'

const roles = ['admin', 'operator', 'reader'] as const

export type DemoTokens = Record<(typeof roles)[number], string>

/** A ready-made token of each role, the same at every start: they are kept in the demo's own data folder, and nowhere else. */
export async function readyTokens(database: Database, dataFolder: string): Promise<DemoTokens> {
  const file = join(dataFolder, 'tokens.json')
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<DemoTokens>) : {} // written by us alone
  const tokens: Partial<DemoTokens> = {}
  for (const role of roles) {
    const known = kept[role]
    const holder = known === undefined ? undefined : await findToken(database, known)
    tokens[role] = holder?.role === role && known !== undefined ? known : await newToken(database, role)
  }
  writeFileSync(file, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600 })
  return tokens as DemoTokens // each role was set above
}

async function newToken(database: Database, role: (typeof roles)[number]): Promise<string> {
  const wanted = { name: `demo ${role}`, role, kind: 'USER' as const, channelKey: null, expiresAt: null }
  const made = await createToken(database, wanted, { id: freshId })
  if ('refused' in made)
    throw new Error(`"demo ${role}" belongs to a token holder with other rights; use a fresh CROSSDOCK_DATA`)
  return made.token
}
