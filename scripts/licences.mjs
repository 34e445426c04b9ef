// npm run licences [-- --list]: the licence of every package that an install for production has, from the lock file and, where it
// is installed, from the package itself. Fails on one that is not in the list below. Asks nobody.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/** What may be shipped without more than its notice. Another one is a decision: docs/security.md says how it is taken. */
const allowed = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'CC0-1.0',
])

/** Whether an SPDX expression can be met: all of what is joined by AND, one of what is joined by OR. */
export function isAllowed(expression) {
  const plain = expression.replace(/^\((.*)\)$/, '$1')
  if (/ or /i.test(plain)) return plain.split(/ or /i).some(isAllowed)
  if (/ and /i.test(plain)) return plain.split(/ and /i).every(isAllowed)
  return allowed.has(plain)
}

/** What a package.json says, in its present and its older spellings. */
const licenceOf = ({ license, licenses }) =>
  typeof license === 'string' ? license : (license?.type ?? licenses?.map(({ type }) => type).join(' OR '))

/** What is wrong with a package's licence; undefined where nothing is. */
export function problemOf(name, locked, installed) {
  if (locked === undefined && installed === undefined) return `${name} says nothing of its licence`
  const odd = [locked, installed].filter((each) => each !== undefined && !isAllowed(each))
  return odd.length > 0 ? `${name} is under ${[...new Set(odd)].join(' and ')}` : undefined
}

function read(folder) {
  const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', folder), 'utf8'))
  return Object.entries(packages).flatMap(([path, locked]) => {
    if (path === '' || locked.dev === true) return []
    let installed
    try {
      installed = licenceOf(JSON.parse(readFileSync(new URL(`${path}/package.json`, folder), 'utf8')))
    } catch {
      installed = undefined // for another platform
    }
    const name = `${path.split('node_modules/').at(-1)} ${locked.version}`
    return [{ name, licence: installed ?? locked.license, problem: problemOf(name, locked.license, installed) }]
  })
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const packages = read(new URL('..', import.meta.url))
  const problems = packages.flatMap(({ problem }) => problem ?? [])
  if (process.argv.includes('--list')) for (const { name, licence } of packages) console.log(`${name}: ${licence}`)
  for (const problem of problems)
    console.error(`${problem}: leave it out, or decide and allow it in scripts/licences.mjs`)
  if (problems.length > 0) process.exit(1)
  console.log(`${packages.length} packages for production, each under a licence that is allowed`)
}
