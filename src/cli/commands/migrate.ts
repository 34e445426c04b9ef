import { migrate } from '#store/migrate'
import type { Command } from '../command.ts'
import { withDatabaseUrl } from '../database.ts'

export const migrateCommand: Command = {
  usage: 'migrate',
  summary: 'Brings the database to the schema of this version. The server does the same when it starts.',
  details:
    'Several at once are safe: one migrates, the others wait. A migration waits at most 2 seconds for a lock that a\nrunning query holds, gives way and tries again.',
  examples: ['crossdock migrate', 'DATABASE_URL=postgresql://me@db/shop crossdock migrate'],
  async run(_given, output) {
    const applied = await withDatabaseUrl((url) => migrate(url))
    for (const name of applied) output.print(`applied ${name}`)
    output.print(applied.length === 0 ? 'Nothing to do: the database is current.' : 'The database is current.')
    return 0
  },
}
