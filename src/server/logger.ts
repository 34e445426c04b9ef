import { type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/** One JSON line an entry, on stderr, so that stdout stays for people. Tokens and bodies are never logged. */
export const createLogger = (level: Config['logLevel']): Logger =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
