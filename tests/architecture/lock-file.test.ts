import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Locked {
  version?: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  engines?: { node?: string }
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

// npm warns of each one that does not, at every newcomer's install.
test('every locked package says that it runs on the oldest Node that we promise', () => {
  const ours = lock.packages['']?.engines?.node
  const oldest = numbers(ours)
  expect(oldest).toEqual([20, 19, 0])
  const newer = Object.entries(lock.packages).flatMap(([path, { engines }]) =>
    engines?.node === undefined || allows(engines.node, oldest) ? [] : [`${path}: ${engines.node}`],
  )
  expect(newer).toEqual([])
})

// A change of what an engine uses of these is to be seen, and tried: each README.md in src/engines says what that is.
test('what the engines rely on has one exact version', () => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as Record<'dependencies' | 'devDependencies', Record<string, string>>
  const relied = [
    'graphql',
    'pg',
    '@prisma/client',
    '@prisma/adapter-pg',
    'prisma',
    '@pothos/core',
    '@pothos/plugin-prisma',
  ]
  const all = [...relied, '@pothos/plugin-relay', '@pothos/plugin-scope-auth', '@pothos/selection-mapper']
  for (const name of all) {
    const exact = { ...dependencies, ...devDependencies }[name]
    expect(exact, name).toMatch(/^\d+\.\d+\.\d+$/)
    expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(exact)
  }
})

/** Whether one of the alternatives of a range holds for the version; of each, the comparisons that npm's packages use. */
const allows = (range: string, version: number[]): boolean =>
  range.split('||').some((alternative) =>
    [...alternative.matchAll(/(>=|<=|[<>^~=]?)\s*v?([\d.xX*]+)/g)].every(([, comparison, bound]) => {
      const order = compare(version, numbers(bound))
      if (comparison === '>=') return order >= 0
      if (comparison === '>') return order > 0
      if (comparison === '<') return order < 0
      if (comparison === '<=') return order <= 0
      if (/[x*]/i.test(bound!)) return numbers(bound)[0] === 0 || numbers(bound)[0] === version[0]
      return order >= 0 && numbers(bound)[0] === version[0]
    }),
  )

const numbers = (text = ''): number[] =>
  [...text.replace(/[^\d.]/g, '').split('.'), '0', '0'].slice(0, 3).map((part) => Number(part || 0))

const compare = (a: number[], b: number[]): number => a.map((part, index) => part - b[index]!).find(Boolean) ?? 0
