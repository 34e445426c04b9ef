import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** `npm run test:long`: what takes minutes, and the tests of the API once more on stock libraries alone. */
export default defineConfig({
  ...base,
  test: {
    maxWorkers: 1,
    projects: [
      {
        ...base,
        test: { ...base.test, maxWorkers: 1, name: 'long', include: ['tests/long/**/*.test.ts'], exclude: [] },
      },
      {
        ...base,
        test: {
          ...base.test,
          name: 'fast path off',
          include: ['tests/api/**/*.test.ts'],
          env: { ...base.test?.env, CROSSDOCK_FAST_PATH: 'off' },
        },
      },
    ],
  },
})
