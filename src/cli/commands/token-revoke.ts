import { type Command, exitCodes } from '../command.ts'
import { withDatabase } from '../database.ts'

export const tokenRevokeCommand: Command = {
  usage: 'token revoke TOKEN',
  summary: 'Ends a token at once. TOKEN is what "crossdock token list" shows, its id, or the token itself.',
  arguments: [1, 1],
  examples: ['crossdock token revoke cdk_reader_Ab3dE6gH'],
  async run({ positionals: [which = ''] }, output) {
    const { environmentPrefix, revokeToken } = await import('#store/write/tokens')
    const ended = await withDatabase((pool) => revokeToken(pool, which))
    if (ended.length === 0) {
      output.warn('crossdock token revoke: no valid token is called that; see "crossdock token list".')
      return exitCodes.failed
    }
    for (const { prefix } of ended) output.print(`revoked ${prefix}`)
    if (ended.some(({ prefix }) => prefix === environmentPrefix)) {
      output.warn(`It came from ${environmentPrefix}: change it there too, or the next start makes it valid again.`)
    }
    return exitCodes.done
  },
}
