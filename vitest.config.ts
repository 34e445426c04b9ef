import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

const graphql = createRequire(import.meta.url).resolve('graphql/index.js')

export default defineConfig({
  resolve: {
    // Without this the tests and Yoga load two copies of graphql, whose types refuse each other.
    alias: [{ find: /^graphql$/, replacement: graphql }],
    conditions: ['crossdock-source', 'node', 'import', 'module', 'default'],
  },
  ssr: { resolve: { conditions: ['crossdock-source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['tests/**/*.test.ts'],
    env: { TZ: 'Asia/Kolkata' }, // whoever forgets a time zone fails here
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
