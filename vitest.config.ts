import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

const graphql = createRequire(import.meta.url).resolve('graphql/index.js')

export default defineConfig({
  resolve: {
    // Without this the tests and Yoga load two copies of graphql, whose types refuse each other.
    alias: [{ find: /^graphql$/, replacement: graphql }],
    conditions: ['crossdock-source', 'node'],
  },
  // Vitest hands these to Node too, where `import` among them would make `require` load ES modules.
  ssr: { resolve: { conditions: ['crossdock-source', 'node'] } },
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/long/**'], // npm run test:long
    globalSetup: ['tests/support/global-setup.ts'],
    env: { TZ: 'Asia/Kolkata' }, // whoever forgets a time zone fails here
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Test files share the modules of their process, which take longer to load than most tests to run: what a module keeps is per database.
    isolate: false,
    maxWorkers: 2,
  },
})
