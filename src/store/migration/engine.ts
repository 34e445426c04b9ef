import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { lockfile, type Migration, migrationsFolder, readSchema, type SchemaFile } from './folder.ts'

/** A migration waits this long for a lock that a running query holds; queries behind it wait with it, so it gives way and tries again. */
export const lockTimeoutMs = 2_000

/** Postgres's internal one-byte type, which the catalogue is full of and adapter-pg does not know. */
const charOid = 18
const textOid = 25

/** Node has it; its types come with the browser's only. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> }
}

/**
 * Ends a migration's script and with it its transaction: a process that dies in between leaves either all of it, and this word, or
 * nothing. Prisma says so only afterwards.
 */
const finished = `
;update _prisma_migrations set finished_at = now() where finished_at is null and rolled_back_at is null`

const filters = { externalTables: [], externalEnums: [] }

let loaded = false

/** Prisma's schema engine, compiled to WebAssembly: no download, and no process of its own. */
function load(): void {
  if (loaded) return
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const module = new WebAssembly.Module(readFileSync(file.replace(/\.js$/, '.wasm')))
  // The engine reports a panic through this global and dies without a word when it is absent.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message(message: string) {
        throw new Error(`Prisma's schema engine failed: ${message}`)
      },
    },
  })
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  const { __wbindgen_start: start } = instance.exports
  if (typeof start === 'function') start()
  loaded = true
}

export type Engine = {
  /** Applies what is pending, each script as one statement batch and so one transaction. Answers with the names applied. */
  apply(migrations: Migration[]): Promise<string[]>
  markRolledBack(name: string): Promise<void>
  markApplied(name: string, migrations: Migration[]): Promise<void>
  /** SQL that would turn the connected database into the schema folder; '' when they agree. */
  difference(): Promise<string>
  /** SQLSTATE of the last script that failed. */
  failure(): string | undefined
}

export async function withEngine<T>(
  url: string,
  run: (engine: Engine) => Promise<T>,
  schema: SchemaFile[] = readSchema(),
): Promise<T> {
  load()
  // One connection: the engine's own lock belongs to a session, and its queries come one after the other.
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    lock_timeout: lockTimeoutMs,
    application_name: 'crossdock migrates',
  })
  pool.on('error', () => {})
  let failure: string | undefined
  const scripts = new Set<string>()
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () =>
      connect(pool, scripts, (error) => {
        failure = error.code
      }),
    // adapter-pg's own would connect to the real database again: its connection string outweighs the shadow's name.
    connectToShadowDb: () => Promise.reject(new Error('Crossdock compares scratch databases, not shadow databases.')),
  }
  const datamodels = schema.map(({ path, content }): [string, string] => [path, content])
  const engine = await bindings.SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(factory))
  try {
    return await run({
      async apply(migrations) {
        failure = undefined
        for (const { sql } of migrations) scripts.add(sql)
        const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: list(migrations), filters })
        return appliedMigrationNames
      },
      async markRolledBack(migrationName) {
        await engine.markMigrationRolledBack({ migrationName })
      },
      async markApplied(migrationName, migrations) {
        await engine.markMigrationApplied({ migrationName, migrationsList: list(migrations) })
      },
      async difference() {
        const { stdout, exitCode } = await engine.diff({
          from: { tag: 'schemaDatasource', files: schema, configDir: migrationsFolder() },
          to: { tag: 'schemaDatamodel', files: schema },
          script: true,
          exitCode: true,
          filters,
        })
        return exitCode === 0 ? '' : (stdout ?? '')
      },
      failure: () => failure,
    })
  } finally {
    engine.free()
    await pool.end()
  }
}

function list(migrations: Migration[]) {
  return {
    baseDir: migrationsFolder(),
    shadowDbInitScript: '',
    lockfile,
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  }
}

async function connect(
  pool: pg.Pool,
  scripts: ReadonlySet<string>,
  onFailure: (error: pg.DatabaseError) => void,
): Promise<SqlDriverAdapter> {
  let characters: number[] = []
  const send = pool.query.bind(pool) as (query: pg.QueryConfig) => Promise<pg.QueryResult>
  Object.assign(pool, {
    async query(query: pg.QueryConfig) {
      const result = await send(query).catch((error: pg.DatabaseError) => {
        onFailure(error)
        throw error
      })
      characters = (result.fields ?? []).flatMap((field, at) => (field.dataTypeID === charOid ? [at] : []))
      for (const at of characters) result.fields[at]!.dataTypeID = textOid
      return result
    },
  })
  const adapter = await new PrismaPg(pool).connect()
  const queryRaw = adapter.queryRaw.bind(adapter)
  return Object.assign(adapter, {
    async queryRaw(query: Parameters<typeof queryRaw>[0]) {
      const set = await queryRaw(query)
      for (const at of characters) set.columnTypes[at] = ColumnTypeEnum.Character
      return set
    },
    /** adapter-pg cuts a script at every semicolon, through the middle of functions; whole, it is one transaction too. */
    async executeScript(script: string) {
      await adapter.executeRaw({ sql: scripts.has(script) ? script + finished : script, args: [], argTypes: [] })
    },
  })
}
