import { type Command, exitCodes } from '../command.ts'
import { withDatabase } from '../database.ts'

export const tokenListCommand: Command = {
  usage: 'token list',
  summary: 'Lists the tokens: their first characters, whose they are, what for, until when.',
  options: {
    all: { type: 'boolean', help: 'the revoked and expired ones too' },
    json: { type: 'boolean', help: 'as JSON' },
  },
  examples: ['crossdock token list', 'crossdock token list --all --json'],
  async run({ flag }, output) {
    const { listTokens } = await import('#store/write/tokens')
    const now = new Date().toISOString()
    const tokens = (await withDatabase(listTokens)).map((token) => ({
      ...token,
      state:
        token.revokedAt !== null ? 'revoked' : token.expiresAt !== null && token.expiresAt <= now ? 'expired' : 'valid',
    }))
    const shown = flag('all') ? tokens : tokens.filter(({ state }) => state === 'valid')
    if (flag('json')) {
      output.print(JSON.stringify(shown, null, 2))
      return exitCodes.done
    }
    const rows = shown.map(({ prefix, name, role, channelKey, createdAt, expiresAt, state }) => [
      prefix,
      name,
      channelKey === null ? role : `${role}:${channelKey}`,
      createdAt.slice(0, 10),
      expiresAt?.slice(0, 10) ?? 'never',
      state,
    ])
    if (rows.length === 0) output.print('There is no token.')
    else
      for (const line of table([['token', 'name', 'role', 'created', 'expires', 'state'], ...rows])) output.print(line)
    return exitCodes.done
  },
}

function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
