import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { explainSpawnError } from './explain.ts'
import type { Layout } from './folder.ts'
import { type Durability, programEnvironment, serverArguments } from './settings.ts'

export type Postmaster = { pid: number; port: number; ready: boolean }

/** The server's log starts anew at a start that finds it larger; one old one is kept. */
const maximumLogBytes = 8 * 1024 * 1024
/** A fast shutdown writes a checkpoint; past this the server is asked to stop at once and recovers at its next start. */
const stopDeadlineMs = 60_000

/** An empty postmaster.pid older than this was left by a crash between its making and its writing. */
const emptyFileMs = 2_000

export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The live server of this cluster, by its postmaster.pid; a file whose process is gone or is somebody else means none. */
export function findPostmaster(layout: Layout): Postmaster | undefined {
  const lines = readPidFile(layout)?.split('\n')
  const pid = Number(lines?.[0])
  if (lines === undefined || !Number.isInteger(pid) || pid <= 0 || !isServerOf(pid, layout)) return undefined
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' }
}

/**
 * After kill -9 and a restart of the machine or container, the number in postmaster.pid may belong to any program of this
 * user, or the file may be empty, and Postgres refuses to start beside it for ever. A file whose process is dead it clears by itself.
 */
export function clearForeignPidFile(layout: Layout): void {
  const text = readPidFile(layout)
  if (text === undefined) return
  const pid = Number(text.split('\n')[0])
  if (text === '' ? isFresh(layout.pidFile) : !processExists(pid) || isServerOf(pid, layout)) return
  if (readPidFile(layout) === text) rmSync(layout.pidFile, { force: true })
}

/** A server that starts writes its number a moment after it has made the file. */
function isFresh(file: string): boolean {
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs
  return made !== undefined && Date.now() - made < emptyFileMs
}

function readPidFile(layout: Layout): string | undefined {
  try {
    return readFileSync(layout.pidFile, 'utf8')
  } catch {
    return undefined
  }
}

function isServerOf(pid: number, layout: Layout): boolean {
  if (!processExists(pid)) return false
  const command = commandOf(pid)
  if (command === undefined) return true
  const [program = '', ...flags] = command
  if (!basename(program).startsWith('postgres')) return false
  const folder = flags[flags.indexOf('-D') + 1]
  return flags.includes('-D') && folder !== undefined ? samePlace(folder, layout.cluster) : true
}

/** The command line of a process; empty for one that has ended and waits to be collected; undefined where unknown. */
function commandOf(pid: number): string[] | undefined {
  if (process.platform === 'win32') return undefined
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
  } catch {
    const answer = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    if (answer.error !== undefined) return undefined
    const text = answer.stdout.trim()
    // Without word boundaries a path with a space cannot be distinguished, so only the program is judged here.
    return text === '' ? [] : [text.split(/ -D /)[0] ?? '']
  }
}

function samePlace(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other)
  } catch {
    return one === other
  }
}

export type Launched = { pid: number; ended: Promise<void>; hasEnded(): boolean; said(): string }

/** Starts the server in a session of its own: Ctrl-C goes to our whole process group, and the database must outlive our drain. */
export function launch(
  layout: Layout,
  binaries: Binaries,
  account: Account,
  port: number,
  durability: Durability,
): Promise<Launched> {
  const before = statSync(layout.log, { throwIfNoEntry: false })?.size ?? 0
  const from = before > maximumLogBytes ? 0 : before
  if (before > maximumLogBytes) renameSync(layout.log, `${layout.log}.1`)
  const log = openSync(layout.log, 'a', 0o600)
  const child = spawn(binaries.postgres, serverArguments(layout.cluster, port, durability), {
    cwd: layout.home,
    env: programEnvironment(),
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
  })
  closeSync(log)
  child.unref()
  let over = false
  const ended = new Promise<void>((done) => {
    child.once('exit', () => {
      over = true
      done()
    })
  })
  return new Promise((done, fail) => {
    child.once('error', (error) => fail(explainSpawnError(binaries.postgres, error)))
    child.once('spawn', () =>
      done({ pid: child.pid ?? 0, ended, hasEnded: () => over, said: () => saidBy(layout, from, child.pid) }),
    )
  })
}

/** Two processes that start at once write into one log; a line names the process that wrote it, or none at all. */
function saidBy(layout: Layout, from: number, pid: number | undefined): string {
  const text = readFileSync(layout.log).subarray(from).toString()
  const foreign = /^\d{4}-\d\d-\d\d \S+ \S+ \[(\d+)\] /
  return text
    .split('\n')
    .filter((line) => (foreign.exec(line)?.[1] ?? String(pid)) === String(pid))
    .join('\n')
}

/** Stops the server and returns when it has written everything and is gone. */
export async function stopPostmaster(
  layout: Layout,
  postmaster: Postmaster,
  mode: 'fast' | 'immediate',
): Promise<void> {
  signal(postmaster.pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
  const deadline = Date.now() + stopDeadlineMs
  while (findPostmaster(layout)?.pid === postmaster.pid) {
    if (Date.now() > deadline) signal(postmaster.pid, 'SIGQUIT')
    await sleep(10)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It is gone already, which is what was wanted.
  }
}
