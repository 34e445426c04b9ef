import { type Command, exitCodes } from '../command.ts'
import { withDatabaseUrl } from '../database.ts'

export const migrateCreateCommand: Command = {
  usage: 'migrate create NAME',
  summary: 'Writes the migration that leads from the last one to prisma/schema. For developers of Crossdock.',
  details:
    'The migrations are applied to a scratch database on the same server, which is compared with the schema and dropped.\nRead what was written; add by hand what Prisma does not see: functions, triggers, checks, partial indexes.',
  arguments: [1, 1],
  examples: ['crossdock migrate create add_order_notes'],
  async run({ positionals: [name = ''] }, output) {
    const { createMigration } = await import('#store/migration/create')
    const file = await withDatabaseUrl((url) => createMigration(url, name, new Date()))
    output.print(file === undefined ? 'Nothing to write: the migrations and prisma/schema agree.' : `wrote ${file}`)
    return exitCodes.done
  },
}
