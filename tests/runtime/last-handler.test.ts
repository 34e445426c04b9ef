import { expect, test } from 'vitest'
import { runTypeScript } from '../support/real-process.ts'

test('what nobody caught is logged with an id, and the process goes on', async () => {
  const process = runTypeScript('tests/runtime/last-handler-process.ts')
  expect(await process.ended).toBe(0)
  const lines = process.output().trim().split('\n')
  expect(lines.filter((line) => !line.startsWith('{'))).toEqual(['still here'])
  const entries = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
  entries.sort((one, other) => one.origin.localeCompare(other.origin))
  expect(entries).toMatchObject([
    { level: 60, origin: 'uncaughtException', err: { message: 'thrown out of a listener' } },
    { level: 60, origin: 'unhandledRejection', err: { code: 'ECONNREFUSED' } },
  ])
  for (const { errorId } of entries) expect(errorId).toMatch(/^[0-9a-f-]{36}$/)
})
