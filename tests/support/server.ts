import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { pino } from 'pino'
import { afterAll, expect } from 'vitest'
import { readConfig } from '#server/config'
import { type Runtime, startRuntime } from '#server/runtime'
import { type ServeOptions, type Serving, serve } from '#server/serve'
import { freshId } from '#store/fresh-id'
import { createToken, type TokenRole } from '#store/write/tokens'
import { freshDatabase } from './database.ts'
import { fastPathSetting } from './fast-path.ts'

export interface TestServer extends Serving {
  /** The lines of its log, warnings and worse. */
  logged: string[]
  runtime: Runtime
  /** A new token of this role; a connector's names its channel. */
  token(role: TokenRole, channelKey?: string, expiresAt?: string): Promise<string>
  /** Posts a document; the answer's status and body. */
  post(document: string, variables?: object, token?: string): Promise<{ status: number; body: Answer }>
}

export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of its own document
  data?: any
  errors?: { message: string; extensions?: Record<string, unknown>; path?: string[] }[]
}

interface TestServerOptions extends ServeOptions {
  /** As the environment gives them. */
  settings?: Record<string, string>
}

/** A whole server on a port of its own, over a database of its own. */
export async function startServer({ settings, ...options }: TestServerOptions = {}): Promise<TestServer> {
  const database = await freshDatabase()
  const config = {
    ...readConfig({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: '8', ...fastPathSetting, ...settings }),
    port: 0,
  }
  const logged: string[] = []
  const runtime = await startRuntime(config, pino({ level: 'warn' }, { write: (line) => logged.push(line) }))
  const serving = await serve(runtime, options)
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= serving.stop()
    return stopping
  }
  afterAll(async () => {
    await stop()
    const uncompiled = [...runtime.uncompiled.counts.keys()]
    await runtime.close()
    await database.drop()
    expect(uncompiled, 'models of which a read went to Prisma').toEqual([])
  })
  const token: TestServer['token'] = async (role, channelKey, expiresAt) => {
    const name = `${role}-${randomBytes(4).toString('hex')}`
    const wanted = { name, role, kind: 'USER' as const, channelKey: channelKey ?? null, expiresAt: expiresAt ?? null }
    if (channelKey !== undefined) await ensureChannel(runtime.store.pool, channelKey)
    const made = await createToken(runtime.store.pool, wanted, { id: freshId })
    if ('refused' in made) throw new Error(made.refused)
    return made.token
  }
  const post: TestServer['post'] = async (document, variables, bearer = serving.adminToken) => {
    const response = await fetch(`${serving.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify({ query: document, variables }),
    })
    return { status: response.status, body: (await response.json()) as Answer }
  }
  return { ...serving, logged, stop, runtime, token, post }
}

/** A connector's token is for a channel that is there; a test may save the channel's settings later. */
async function ensureChannel(pool: Pool, key: string): Promise<void> {
  await pool.query(
    `insert into channel ("id", "key", "name", "kind", "updatedAt") values ($1, $2, $2, 'custom', now()) on conflict ("key") do nothing`,
    [freshId(), key],
  )
}
