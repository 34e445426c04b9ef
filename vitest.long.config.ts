import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** `npm run test:long`: what takes minutes. */
export default defineConfig({
  ...base,
  test: { ...base.test, include: ['tests/long/**/*.test.ts'], exclude: [], maxWorkers: 1 },
})
