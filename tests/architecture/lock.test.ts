import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

interface Entry {
  optionalDependencies?: Record<string, string>
}

const lock = fileURLToPath(new URL('../../package-lock.json', import.meta.url))
const { packages }: { packages: Record<string, Entry> } = JSON.parse(readFileSync(lock, 'utf8'))

// `npm ci` refuses a lock that leaves out the binary of any platform, also of one that is not this machine's.
test('the lock holds the binaries of every platform, so that npm ci works on each', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
    ),
  )
  expect(missing).toEqual([])
})
