import { parseArgs } from 'node:util'
import { nearest } from './nearest.ts'

/** Every command ends with one of these; a command that has more says so in its own help. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const

export type Option = {
  type: 'string' | 'boolean'
  /** What stands for the value in the help. */
  value?: string
  help: string
}

export type Arguments = {
  positionals: string[]
  text(option: string): string | undefined
  flag(option: string): boolean
}

export type Output = { print(line: string): void; warn(line: string): void }

export type Command = {
  /** As typed after `crossdock`, with its arguments: 'token revoke TOKEN'. */
  usage: string
  summary: string
  /** More than the summary, where there is more. */
  details?: string
  options?: Record<string, Option>
  examples: string[]
  /** How many arguments it takes at least and at most. */
  arguments?: [least: number, most: number]
  run(given: Arguments, output: Output): Promise<number>
}

/** The command was typed wrongly. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

const helpOption: Option = { type: 'boolean', help: 'show this and do nothing' }

export function helpOf(command: Command): string {
  const rows = Object.entries({ ...command.options, help: helpOption }).map(([name, option]): [string, string] => [
    `--${name}${option.value === undefined ? '' : ` ${option.value}`}`,
    option.help,
  ])
  const width = Math.max(...rows.map(([left]) => left.length))
  return [
    `Usage: crossdock ${command.usage}${command.options === undefined ? '' : ' [options]'}`,
    '',
    command.summary,
    ...(command.details === undefined ? [] : ['', command.details]),
    '',
    'Options',
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    '',
    'Examples',
    ...command.examples.map((example) => `  ${example}`),
    '',
    'Exit codes',
    '  0  done',
    '  1  failed; the reason is on standard error',
    '  2  wrong usage',
  ].join('\n')
}

/** 'help' when help was requested. */
export function readArguments(command: Command, argv: string[]): Arguments | 'help' {
  const options = { ...command.options, help: helpOption }
  const parsed = parse(argv, options)
  if (parsed.values.help === true) return 'help'
  const [least, most] = command.arguments ?? [0, 0]
  const { positionals } = parsed
  if (positionals.length < least)
    throw new UsageError(`an argument is missing; the usage is: crossdock ${command.usage}`)
  if (positionals.length > most) throw new UsageError(`"${positionals[most]}" is one argument too many`)
  return {
    positionals,
    text: (option) => {
      const value = parsed.values[option]
      return typeof value === 'string' ? value : undefined
    },
    flag: (option) => parsed.values[option] === true,
  }
}

function parse(argv: string[], options: Record<string, Option>) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true, strict: true })
  } catch (error) {
    const { message } = error as Error
    const unknown = /Unknown option '(-[^' ]*)/.exec(message)?.[1]
    if (unknown === undefined) throw new UsageError(message.split(/[.\n]/)[0])
    const known = Object.keys(options).map((name) => `--${name}`)
    throw new UsageError(`there is no option ${unknown}${suggestion(unknown, known)}`)
  }
}

export function suggestion(typed: string, known: string[], before = ''): string {
  const close = nearest(typed, known)
  return close === undefined ? '' : `; did you mean ${before}${close}?`
}
