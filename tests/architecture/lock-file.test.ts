import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Locked {
  version?: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const lock: { packages: Record<string, Locked> } = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
)

/** Where Node would find it: in the package's own folder, or in one above. */
function isLocked(name: string, from: string): boolean {
  if (lock.packages[`${from}${from ? '/' : ''}node_modules/${name}`]?.version !== undefined) return true
  return from !== '' && isLocked(name, from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1)))
}

// `npm ci` refuses a lock file that lacks a binary of any platform, also of one that it would not install.
test('the lock file holds every package that a locked one names, those for other platforms included', () => {
  const missing = Object.entries(lock.packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isLocked(name, path))
      .map((name) => `${path}: ${name}`),
  )
  expect(missing).toEqual([])
})
