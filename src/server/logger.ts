import { type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/** Causes of causes are followed so far. */
const DEPTH = 4
/** What Postgres says of a failure without repeating a value; its `detail`, `where` and `client` may hold a whole row. */
const loggedProperties = ['code', 'routine', 'schema', 'table', 'constraint'] as const

/** One JSON line per entry, on stderr, so that stdout stays for people. Tokens, bodies and rows are never logged. */
export const createLogger = (
  level: Config['logLevel'],
  to: { write(line: string): void } = pino.destination(2),
): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: loggedError, error: loggedError },
    },
    to,
  )

/** Of an error what it takes to find it, named one by one: drivers hang connections, statements and rows on theirs. */
export function loggedError(error: unknown, depth: number = DEPTH): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : { type: typeof error }
  const properties = error as Error & { [property: string]: unknown }
  const message = withoutValues(error.message, properties.code)
  const facts = loggedProperties.flatMap((name) =>
    typeof properties[name] === 'string' ? [[name, properties[name]]] : [],
  )
  const errors =
    error instanceof AggregateError && depth > 0 ? error.errors.map((one) => loggedError(one, depth - 1)) : []
  return {
    type: error.constructor.name,
    message,
    ...Object.fromEntries(facts),
    stack: [`${error.name}: ${message}`, ...framesOf(error)].join('\n'),
    ...(error.cause === undefined || depth === 0 ? {} : { cause: loggedError(error.cause, depth - 1) }),
    ...(errors.length === 0 ? {} : { errors }),
  }
}

/** What Postgres cannot read (class 22) it repeats in quotes. */
const withoutValues = (message: string, code: unknown): string =>
  typeof code === 'string' && /^22...$/.test(code) ? message.replace(/".*"/s, '"…"') : message

/** The stack begins with the message, which may have lines of its own. */
const framesOf = ({ stack = '' }: Error): string[] => stack.split('\n').filter((line) => /^\s+at /.test(line))
