import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { newestNode } from './node.mjs'

const bench = fileURLToPath(new URL('..', import.meta.url))
const installed = `${bench}/node_modules/.package-lock.json`

/** What only the bench needs, installed by the first run and again when its lock is newer; the project's own install never does it. */
export function install() {
  const isThere =
    existsSync(newestNode) && statSync(installed).mtimeMs >= statSync(`${bench}/package-lock.json`).mtimeMs
  if (isThere) return
  console.log('installing what the bench needs (npm ci --prefix bench)')
  const { status } = spawnSync('npm', ['ci', '--prefix', bench, '--no-audit', '--no-fund'], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`npm ci --prefix bench ended with ${status}: see what it said above`)
}

/** The version of an installed package, of the bench's or of the project's. */
export function versionOf(name) {
  for (const root of [bench, `${bench}/..`]) {
    const manifest = `${root}/node_modules/${name}/package.json`
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).version
  }
  return 'not installed'
}
