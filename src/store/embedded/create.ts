import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { explainFailure, explainSpawnError } from './explain.ts'
import { folderRefused, type Layout, layoutOf, requireSpace } from './folder.ts'
import { processExists } from './process.ts'
import { type Durability, ownerName, programEnvironment } from './settings.ts'

const draftPrefix = 'postgres.new-'

/**
 * Makes a new cluster beside its place and moves it there by one rename: two processes that start at the same instant both
 * make one, one rename wins, and a process killed half-way leaves nothing that looks like a database.
 */
export async function createCluster(
  layout: Layout,
  binaries: Binaries,
  account: Account,
  durability: Durability,
): Promise<void> {
  requireSpace(layout)
  removeOldDrafts(layout)
  const draft = layoutOf(layout.dataFolder, `${draftPrefix}${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    prepareDraft(draft, account)
    await initialise(draft, binaries, account, durability)
    if (account !== undefined) chownSync(draft.password, 0, 0)
    moveIntoPlace(draft, layout)
  } catch (error) {
    throw isSystemError(error) ? folderRefused(layout.dataFolder, error) : error
  } finally {
    rmSync(draft.home, { recursive: true, force: true })
  }
}

function prepareDraft(draft: Layout, account: Account): void {
  mkdirSync(draft.home)
  // Open for passing through only, so that the unprivileged account reaches its cluster and nothing else.
  chmodSync(draft.home, account === undefined ? 0o700 : 0o711)
  mkdirSync(draft.cluster, { mode: 0o700 })
  writeFileSync(draft.password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  if (account === undefined) return
  chownSync(draft.cluster, account.uid, account.gid)
  chownSync(draft.password, account.uid, account.gid)
}

function initialise(draft: Layout, binaries: Binaries, account: Account, durability: Durability): Promise<void> {
  const flags = [
    `--pgdata=${draft.cluster}`,
    `--username=${ownerName}`,
    `--pwfile=${draft.password}`,
    '--auth-local=scram-sha-256',
    '--auth-host=scram-sha-256',
    // Without these a machine without LANG gets a cluster in SQL_ASCII.
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
    ...(durability === 'off' ? ['--no-sync'] : []),
  ]
  return new Promise((done, fail) => {
    const child = spawn(binaries.initdb, flags, {
      cwd: draft.home,
      env: programEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
      ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    child.on('error', (error) => fail(explainSpawnError(binaries.initdb, error)))
    child.on('close', (code) => (code === 0 ? done() : fail(explainFailure(said, draft))))
  })
}

function moveIntoPlace(draft: Layout, layout: Layout): void {
  try {
    renameSync(draft.home, layout.home)
  } catch (error) {
    // The other process was first: its cluster is the one.
    if (statSync(layout.cluster, { throwIfNoEntry: false }) === undefined) throw error
  }
}

function removeOldDrafts(layout: Layout): void {
  for (const name of readdirSync(layout.dataFolder)) {
    const pid = name.startsWith(draftPrefix) ? Number.parseInt(name.slice(draftPrefix.length), 10) : Number.NaN
    if (Number.isNaN(pid) || processExists(pid)) continue
    rmSync(join(layout.dataFolder, name), { recursive: true, force: true })
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'
}
