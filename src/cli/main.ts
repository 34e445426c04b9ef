import { readFileSync } from 'node:fs'
import { type Command, exitCodes, helpOf, type Output, readArguments, suggestion, UsageError } from './command.ts'

type Entry = { summary: string; load(): Promise<Command> }

/** Each is loaded when it is requested, so that help is quick. */
const commands: Record<string, Entry> = {
  migrate: {
    summary: 'bring the database to the schema of this version',
    load: async () => (await import('./commands/migrate.ts')).migrateCommand,
  },
  'migrate create': {
    summary: 'write the migration for a change in prisma/schema (for developers)',
    load: async () => (await import('./commands/migrate-create.ts')).migrateCreateCommand,
  },
  'migrate resolve': {
    summary: 'say what became of a migration that failed',
    load: async () => (await import('./commands/migrate-resolve.ts')).migrateResolveCommand,
  },
  'token create': {
    summary: 'make a token and show it, once',
    load: async () => (await import('./commands/token-create.ts')).tokenCreateCommand,
  },
  'token list': {
    summary: 'list the tokens: whose, what for, until when',
    load: async () => (await import('./commands/token-list.ts')).tokenListCommand,
  },
  'token revoke': {
    summary: 'end a token',
    load: async () => (await import('./commands/token-revoke.ts')).tokenRevokeCommand,
  },
  schema: {
    summary: 'print the GraphQL schema',
    load: async () => (await import('./commands/schema.ts')).schemaCommand,
  },
  doctor: {
    summary: 'check what Crossdock stands on, and say what to do',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
}

const importSummary = 'bring a spreadsheet of order lines in, through a running server'

const terminal: Output = {
  print: (line) => process.stdout.write(`${line}\n`),
  warn: (line) => process.stderr.write(`${line}\n`),
}

/** The command line: the answer is the exit code. */
export async function main(argv: string[], output: Output = terminal): Promise<number> {
  const [first = '--help'] = argv
  if (first === '--version' || first === '-v') {
    output.print(version())
    return exitCodes.done
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    output.print(overview(Object.keys(commands)))
    return argv.length === 0 ? exitCodes.usage : exitCodes.done
  }
  // It has its own options, progress and exit codes.
  if (first === 'import') return await (await import('./import/command.ts')).importCommand(argv.slice(1))
  const found = findCommand(argv)
  if (found === undefined) return unknownCommand(argv, output)
  return await runCommand(found.name, await found.entry.load(), found.rest, output)
}

function findCommand(argv: string[]): { name: string; entry: Entry; rest: string[] } | undefined {
  for (const words of [2, 1]) {
    const name = argv.slice(0, words).join(' ')
    const entry = argv.length >= words ? commands[name] : undefined
    if (entry !== undefined) return { name, entry, rest: argv.slice(words) }
  }
  return undefined
}

function unknownCommand(argv: string[], output: Output): number {
  const [group = '', name = '--help'] = argv
  const members = Object.keys(commands).filter((name) => name.startsWith(`${group} `))
  if (members.length > 0) {
    if (name === '--help' || name === '-h') {
      output.print(overview(members))
      return argv.length > 1 ? exitCodes.done : exitCodes.usage
    }
    const ofGroup = members.map((name) => name.slice(group.length + 1))
    output.warn(`crossdock: there is no command "${group} ${name}"${suggestion(name, ofGroup, `${group} `)}`)
    output.warn(`See crossdock ${group} --help.`)
    return exitCodes.usage
  }
  const known = [...new Set(['import', ...Object.keys(commands).map((name) => name.split(' ')[0] ?? '')])]
  output.warn(
    `crossdock: there is no ${group.startsWith('-') ? 'option' : 'command'} "${group}"${suggestion(group, known)}`,
  )
  output.warn('See crossdock --help.')
  return exitCodes.usage
}

async function runCommand(name: string, command: Command, argv: string[], output: Output): Promise<number> {
  try {
    const given = readArguments(command, argv)
    if (given === 'help') {
      output.print(helpOf(command))
      return exitCodes.done
    }
    return await command.run(given, output)
  } catch (error) {
    if (error instanceof UsageError) {
      output.warn(`crossdock ${name}: ${error.message}`)
      output.warn(`See crossdock ${name} --help.`)
      return exitCodes.usage
    }
    output.warn(`crossdock ${name}: ${explain(error)}`)
    return exitCodes.failed
  }
}

/** What we foresaw is a sentence; the rest comes with the place where it happened. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return ['StartError', 'ConfigError'].includes(error.name) ? error.message : (error.stack ?? error.message)
}

function overview(names: string[]): string {
  const rows = names.map((name): [string, string] => [name, commands[name]?.summary ?? ''])
  if (names.includes('doctor')) rows.push(['import', importSummary])
  const width = Math.max(...rows.map(([left]) => left.length))
  return [
    'Usage: crossdock COMMAND [options]',
    '',
    'Commands',
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    '',
    'crossdock COMMAND --help says more of one. Settings come from the environment: docs/settings.md.',
    'Exit codes: 0 done, 1 failed, 2 wrong usage.',
  ].join('\n')
}

function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
