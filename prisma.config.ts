// `prisma generate` needs no schema engine, yet its command line downloads one before every command unless one is named.
// Migrations do not go through it: `crossdock migrate` runs Prisma's engine in WebAssembly (src/store/migrate.ts).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

import { defineConfig } from 'prisma/config'

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  ...(process.env.DATABASE_URL === undefined ? {} : { datasource: { url: process.env.DATABASE_URL } }),
})
