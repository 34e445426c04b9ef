import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { processExists } from '../../src/store/embedded/process.ts'
import { stopEmbedded } from '../../src/store/embedded/start.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseFolder: string
  }
}

// By path: `#store` is not resolved for the set-up of a run.
const prefix = 'crossdock-tests-'

/** Names a folder for this run's database, which the first test that needs one starts; afterwards nothing is left. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN
    if (!Number.isNaN(pid) && !processExists(pid)) await removeDatabase(join(tmpdir(), name))
  }
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  project.provide('databaseFolder', folder)
  return () => removeDatabase(folder)
}

async function removeDatabase(folder: string): Promise<void> {
  await stopEmbedded(folder)
  rmSync(folder, { recursive: true, force: true })
}
