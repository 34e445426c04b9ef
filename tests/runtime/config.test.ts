import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig, settings } from '#server/config'
import { defaultPoolSize } from '#store/pool'
import { projectFolder } from '../support/real-process.ts'

function problems(environment: Record<string, string>): string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('the settings', () => {
  it('need nothing set: port 4000 on this machine only, with an embedded database in .crossdock', () => {
    expect(readConfig({})).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataFolder: '.crossdock',
      logLevel: 'info',
      databasePoolSize: defaultPoolSize,
    })
  })

  it('let a server that others reach say for five seconds that it stops, and one of this machine alone stop at once', () => {
    expect(readConfig({}).shutdownDelayMs).toBe(0)
    expect(readConfig({ HOST: 'localhost' }).shutdownDelayMs).toBe(0)
    expect(readConfig({ HOST: '0.0.0.0' }).shutdownDelayMs).toBe(5_000)
    expect(readConfig({ HOST: '0.0.0.0', SHUTDOWN_DELAY_SECONDS: '0' }).shutdownDelayMs).toBe(0)
    expect(readConfig({ SHUTDOWN_DELAY_SECONDS: '1.5' }).shutdownDelayMs).toBe(1_500)
  })

  it('take an empty variable for an unset one', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 4000, databaseUrl: undefined })
  })

  it('use the database address for what needs a direct connection, unless there is a direct one', () => {
    const pooled = 'postgresql://me@pgbouncer:6432/shop'
    const direct = 'postgresql://me@db:5432/shop'
    expect(readConfig({ DATABASE_URL: pooled }).directDatabaseUrl).toBe(pooled)
    expect(readConfig({ DATABASE_URL: pooled, DIRECT_DATABASE_URL: direct }).directDatabaseUrl).toBe(direct)
  })

  it('list all that is wrong at once, each with its name, what is wrong and an example', () => {
    const found = problems({
      PORT: '70000',
      DATABASE_URL: 'mysql://x/y',
      REDIS_URL: 'localhost',
      CROSSDOCK_ADMIN_TOKEN: 'short',
      LOG_LEVEL: 'loud',
      CROSSDOCK_PG_PORT: 'x',
      DATABASE_POOL_SIZE: '0',
      WORKER_CONCURRENCY: '1.5',
    })
    expect(found).toEqual([
      'PORT is above 65535; example: 4000',
      'DATABASE_URL is not an address that begins with postgresql:// or postgres://; example: postgresql://user:password@localhost:5432/crossdock',
      'REDIS_URL is not an address that begins with redis:// or rediss://; example: redis://localhost:6379',
      'CROSSDOCK_PG_PORT is not a number; example: 54321',
      'CROSSDOCK_ADMIN_TOKEN is shorter than 32 characters; make one with: openssl rand -base64 32',
      'LOG_LEVEL is none of fatal, error, warn, info, debug, trace, silent; example: info',
      'DATABASE_POOL_SIZE is below 1; example: 16',
      'WORKER_CONCURRENCY is not a whole number; example: 8',
    ])
  })

  it('never repeat a secret in what they say', () => {
    expect(problems({ CROSSDOCK_ADMIN_TOKEN: 'hush' }).join()).not.toContain('hush')
    expect(problems({ DATABASE_URL: 'mysql://me:hush@x/y' }).join()).not.toContain('hush')
  })

  it('refuse a direct database without a database', () => {
    expect(problems({ DIRECT_DATABASE_URL: 'postgresql://me@db/shop' })[0]).toContain('DATABASE_URL is not; set both')
  })

  it('are each documented in docs/settings.md', () => {
    const page = readFileSync(join(projectFolder, 'docs', 'settings.md'), 'utf8')
    for (const key of Object.keys(settings.shape)) expect(page).toContain(`| \`${key}\` |`)
  })
})
