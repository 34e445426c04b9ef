import { resolveMigration } from '#store/migrate'
import { type Command, exitCodes, UsageError } from '../command.ts'
import { withDatabaseUrl } from '../database.ts'

export const migrateResolveCommand: Command = {
  usage: 'migrate resolve NAME --as applied|rolled-back',
  summary: 'Says what became of a migration that failed or was interrupted, so that migrating can go on.',
  arguments: [1, 1],
  options: {
    as: {
      type: 'string',
      value: 'STATE',
      help: 'applied: its changes are in the database; rolled-back: they are not, and it is tried again',
    },
  },
  examples: ['crossdock migrate resolve 20261122000000_init --as rolled-back'],
  async run({ positionals: [name = ''], text }, output) {
    const as = text('as')
    if (as !== 'applied' && as !== 'rolled-back') throw new UsageError('--as is missing: applied or rolled-back')
    await withDatabaseUrl((url) => resolveMigration(url, name, as))
    output.print(`${name} counts as ${as}. Now run "crossdock migrate".`)
    return exitCodes.done
  },
}
