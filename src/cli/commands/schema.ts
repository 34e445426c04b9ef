import { readFileSync } from 'node:fs'
import { StartError } from '#store/start-error'
import { type Command, exitCodes } from '../command.ts'

export const schemaCommand: Command = {
  usage: 'schema',
  summary: 'Prints the GraphQL schema that this version serves, for code generators and reviews.',
  examples: ['crossdock schema > schema.graphql'],
  async run(_given, output) {
    output.print(readSchema().trimEnd())
    return exitCodes.done
  },
}

function readSchema(): string {
  try {
    return readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8')
  } catch (error) {
    throw new StartError(
      'SCHEMA_MISSING',
      'The file schema.graphql, which belongs to Crossdock, is missing: install it again.',
      {
        cause: error,
      },
    )
  }
}
