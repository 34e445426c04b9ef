import { type Arguments, type Command, exitCodes, UsageError } from '../command.ts'
import { withDatabase } from '../database.ts'

/** The longest life that --expires takes, in days: beyond ten years leave it out. */
const longestDays = 3_650

export const tokenCreateCommand: Command = {
  usage: 'token create --name NAME --role ROLE',
  summary: 'Makes a token and shows it, once: the database keeps only its hash.',
  details:
    'Roles: admin (everything), operator (works on orders, stock and exceptions), reader (sees orders and stock, no\npersonal data), connector:CHANNEL (brings orders of that one channel in and is told about them).\nA second token for a NAME belongs to the same principal: make the new one, switch over, revoke the old one.',
  options: {
    name: { type: 'string', value: 'NAME', help: 'who uses it, as the audit trail shows it' },
    role: { type: 'string', value: 'ROLE', help: 'admin, operator, reader or connector:CHANNEL' },
    expires: {
      type: 'string',
      value: 'DAYS',
      help: `days until it ends, 1 to ${longestDays} (default: until revoked)`,
    },
    partner: { type: 'boolean', help: 'the audit trail shows a partner instead of a user' },
  },
  examples: [
    'crossdock token create --name "Dashboard" --role reader --expires 365',
    'crossdock token create --name "Shop import" --role connector:shop',
  ],
  async run(given, output) {
    const name = given.text('name')?.trim() ?? ''
    if (name === '') throw new UsageError('--name NAME is missing: who uses the token')
    const { createToken } = await import('#store/write/tokens')
    const wanted = { name, ...(await readRole(given)), expiresAt: readExpiry(given) }
    const made = await withDatabase((pool) => createToken(pool, wanted, { id: () => crypto.randomUUID() }))
    if ('refused' in made) {
      const why = {
        NAME_OF_ANOTHER_ROLE: `"${name}" is the name of someone with another role: choose another name, or the role that it has (crossdock token list).`,
        UNKNOWN_CHANNEL: `there is no channel with the key "${wanted.channelKey}": make it first, with the mutation saveChannel.`,
      }
      output.warn(`crossdock token create: ${why[made.refused]}`)
      return exitCodes.failed
    }
    output.warn(`Token ${made.entry.prefix}… of "${name}". It is shown this once:`)
    output.print(made.token)
    return exitCodes.done
  },
}

async function readRole({ text, flag }: Arguments) {
  const { tokenRoles } = await import('#store/write/tokens')
  const [word = '', ...rest] = (text('role') ?? '').split(':')
  const role = tokenRoles.find((each) => each === word)
  const channelKey = rest.join(':')
  if (role === undefined)
    throw new UsageError('--role ROLE is missing or unknown: admin, operator, reader or connector:CHANNEL')
  if (role === 'connector' && channelKey === '') throw new UsageError('say the channel too: --role connector:CHANNEL')
  if (role !== 'connector' && channelKey !== '') throw new UsageError(`the role ${role} is for no single channel`)
  const kind = role === 'connector' ? 'CONNECTOR' : flag('partner') ? 'PARTNER' : 'USER'
  return { role, kind, channelKey: role === 'connector' ? channelKey : null } as const
}

function readExpiry({ text }: Arguments): string | null {
  const given = text('expires')
  if (given === undefined) return null
  const days = Number(given)
  if (!Number.isInteger(days) || days < 1 || days > longestDays) {
    throw new UsageError(`--expires takes whole days from 1 to ${longestDays}, not "${given}"`)
  }
  return new Date(Date.now() + days * 86_400_000).toISOString()
}
