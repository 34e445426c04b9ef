import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { UNAUTHENTICATED_SOCKETS } from './limits.ts'

/** Shorter secrets can be guessed. */
export const minimumSecretLength = 32

const port = (example: number) =>
  z.coerce
    .number({ error: `is not a number; example: ${example}` })
    .int(`is not a whole number; example: ${example}`)
    .min(1, `is below 1; example: ${example}`)
    .max(65_535, `is above 65535; example: ${example}`)

const count = (most: number, example: number) =>
  z.coerce
    .number({ error: `is not a number; example: ${example}` })
    .int(`is not a whole number; example: ${example}`)
    .min(1, `is below 1; example: ${example}`)
    .max(most, `is above ${most}; example: ${example}`)

/** An address that only this machine reaches: nothing in front of the server has to be notified that it stops. */
const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')
/** Load balancers look every few seconds. */
const usualShutdownDelay = 5

const address = (protocols: string[], example: string) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `is not an address that begins with ${protocols.map((each) => `${each}//`).join(' or ')}; example: ${example}`,
    )

const secret = z
  .string()
  .min(minimumSecretLength, `is shorter than ${minimumSecretLength} characters; make one with: openssl rand -base64 32`)

const postgres = ['postgresql:', 'postgres:']

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Each setting that the server and the worker read, from the environment and from nowhere else; docs/settings.md says more. */
export const settings = z.object({
  PORT: port(4000).default(4000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: address(postgres, 'postgresql://user:password@localhost:5432/crossdock').optional(),
  DIRECT_DATABASE_URL: address(postgres, 'postgresql://user:password@localhost:5432/crossdock').optional(),
  REDIS_URL: address(['redis:', 'rediss:'], 'redis://localhost:6379').optional(),
  CROSSDOCK_URL: address(['http:', 'https:'], 'http://localhost:4000/graphql').optional(),
  CROSSDOCK_DATA: z.string().default('.crossdock'),
  CROSSDOCK_PG_PORT: port(54_321).optional(),
  CROSSDOCK_ADMIN_TOKEN: secret.optional(),
  CROSSDOCK_FAST_PATH: z.enum(['on', 'off'], { error: 'is neither on nor off; example: on' }).default('on'),
  LOG_LEVEL: z.enum(logLevels, { error: `is none of ${logLevels.join(', ')}; example: info` }).default('info'),
  DATABASE_POOL_SIZE: count(200, 16).default(16),
  UNAUTHENTICATED_SOCKETS_PER_ADDRESS: count(UNAUTHENTICATED_SOCKETS, 500).default(500),
  SHUTDOWN_DELAY_SECONDS: z.coerce
    .number({ error: 'is not a number; example: 5' })
    .min(0, 'is below 0; example: 5')
    .max(60, 'is above 60; example: 5')
    .optional(),
  WORKER_CONCURRENCY: count(64, 8).default(Math.min(8, 2 * availableParallelism())),
})

export type Config = {
  port: number
  host: string
  /** Unset: the embedded database in `dataFolder`. */
  databaseUrl: string | undefined
  /** Past a pooler such as PgBouncer; the same as `databaseUrl` where unset. */
  directDatabaseUrl: string | undefined
  redisUrl: string | undefined
  /** The API that a worker of its own process calls. */
  apiUrl: string
  dataFolder: string
  embeddedPort: number | undefined
  adminToken: string | undefined
  /** False: requests and reads go through stock libraries alone. */
  fastPath: boolean
  logLevel: (typeof logLevels)[number]
  databasePoolSize: number
  unauthenticatedPerAddress: number
  shutdownDelayMs: number
  workerConcurrency: number
}

/** All that is wrong with the settings, at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: string[]

  constructor(problems: string[]) {
    super(
      `${problems.length === 1 ? 'A setting is' : `${problems.length} settings are`} wrong:\n${problems.map((each) => `  ${each}`).join('\n')}`,
    )
    this.problems = problems
  }
}

export function readConfig(environment: Record<string, string | undefined>): Config {
  // An empty variable is what `X= npm start` and compose files make of an unset one.
  const given = Object.fromEntries(
    Object.keys(settings.shape).flatMap((key) => {
      const value = environment[key]?.trim()
      return value === undefined || value === '' ? [] : [[key, value]]
    }),
  )
  const parsed = settings.safeParse(given)
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  if (given.DIRECT_DATABASE_URL !== undefined && given.DATABASE_URL === undefined) {
    problems.push(
      'DIRECT_DATABASE_URL is set and DATABASE_URL is not; set both, for example DATABASE_URL=postgresql://user:password@pgbouncer:6432/crossdock',
    )
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  const values = parsed.data
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    directDatabaseUrl: values.DIRECT_DATABASE_URL ?? values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    apiUrl: values.CROSSDOCK_URL ?? `http://localhost:${values.PORT}/graphql`,
    dataFolder: values.CROSSDOCK_DATA,
    embeddedPort: values.CROSSDOCK_PG_PORT,
    adminToken: values.CROSSDOCK_ADMIN_TOKEN,
    fastPath: values.CROSSDOCK_FAST_PATH === 'on',
    logLevel: values.LOG_LEVEL,
    databasePoolSize: values.DATABASE_POOL_SIZE,
    unauthenticatedPerAddress: values.UNAUTHENTICATED_SOCKETS_PER_ADDRESS,
    shutdownDelayMs: 1000 * (values.SHUTDOWN_DELAY_SECONDS ?? (isLoopback(values.HOST) ? 0 : usualShutdownDelay)),
    workerConcurrency: values.WORKER_CONCURRENCY,
  }
}
