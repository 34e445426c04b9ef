import { accessSync, constants, mkdirSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { StartError } from '../start-error.ts'
import { type Account, closedFolder } from './account.ts'

/** Where the parts lie inside the data folder. `home` appears whole or not at all, by one rename. */
export type Layout = {
  dataFolder: string
  home: string
  cluster: string
  password: string
  port: string
  log: string
  pidFile: string
}

/** A new cluster takes about 60 MB with its first write-ahead segments; below this much free space we do not begin. */
export const minimumFreeBytes = 128 * 1024 * 1024

export function layoutOf(dataFolder: string, home = 'postgres'): Layout {
  const folder = resolve(dataFolder)
  const base = join(folder, home)
  return {
    dataFolder: folder,
    home: base,
    cluster: join(base, 'data'),
    password: join(base, 'password'),
    port: join(base, 'port'),
    log: join(base, 'postgres.log'),
    pidFile: join(base, 'data', 'postmaster.pid'),
  }
}

/** A folder with its parents, one at a time: Node's own recursive mkdir never returns where the system refuses with ENOENT, as under /proc. */
export function makeFolder(folder: string): void {
  const isFolder = () => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
  if (isFolder()) return
  if (folder !== dirname(folder)) makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder()) throw error
  }
}

/** Creates the data folder where absent; says in one sentence why it cannot serve. */
export function openFolder(layout: Layout): void {
  try {
    makeFolder(layout.dataFolder)
    accessSync(layout.dataFolder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw folderRefused(layout.dataFolder, error as NodeJS.ErrnoException)
  }
}

export function requireReachable(layout: Layout, account: Account): void {
  const closed = closedFolder(layout.dataFolder, account)
  if (closed === undefined) return
  throw new StartError(
    'FOLDER_UNREADABLE',
    `The data folder ${layout.dataFolder} cannot be reached by the ${account?.name}, as whom Postgres runs when Crossdock is started by root, because ${closed} is closed to others: set CROSSDOCK_DATA to a folder elsewhere (for example /var/lib/crossdock), or start Crossdock as an ordinary user.`,
  )
}

export function folderRefused(folder: string, error: NodeJS.ErrnoException): StartError {
  if (error.code === 'ENOSPC') return diskFull(folder)
  const why =
    error.code === 'EEXIST' || error.code === 'ENOTDIR'
      ? 'a file is in its place'
      : error.code === 'EROFS'
        ? 'its disk is read-only'
        : error.code === 'EACCES' || error.code === 'EPERM'
          ? 'this user may not read and write it'
          : error.message
  return new StartError(
    'FOLDER_UNREADABLE',
    `The data folder ${folder} cannot be used: ${why}; give this user the folder (chown, chmod) or set CROSSDOCK_DATA to another.`,
    { cause: error },
  )
}

export function diskFull(folder: string): StartError {
  return new StartError(
    'DISK_FULL',
    `The disk that holds ${folder} is full: free some space (at least ${minimumFreeBytes / 1024 / 1024} MB), or set CROSSDOCK_DATA to a folder on another disk.`,
  )
}

export function requireSpace(layout: Layout): void {
  const { bavail, bsize } = statfsSync(layout.dataFolder)
  if (bavail * bsize < minimumFreeBytes) throw diskFull(layout.dataFolder)
}

/** The major version that wrote the cluster; undefined: there is none yet. */
export function clusterMajor(layout: Layout): number | undefined {
  try {
    if (statSync(layout.home, { throwIfNoEntry: false }) === undefined) return undefined
    return Number.parseInt(readFileSync(join(layout.cluster, 'PG_VERSION'), 'utf8'), 10)
  } catch (error) {
    const refusal = error as NodeJS.ErrnoException
    if (refusal.code === 'ENOENT') {
      throw new StartError(
        'FOLDER_FOREIGN',
        `${layout.home} is not empty and holds no Crossdock database: set CROSSDOCK_DATA to another folder, or move that one away.`,
      )
    }
    throw folderRefused(layout.cluster, refusal)
  }
}

export function requireVersion(layout: Layout, found: number, major: number): void {
  if (found === major) return
  throw new StartError(
    'WRONG_VERSION',
    `The database in ${layout.cluster} was written by Postgres ${found} and this Crossdock brings Postgres ${major}: set CROSSDOCK_DATA to a new folder, or dump the data with the Crossdock that wrote it and load it into a Postgres ${major} named by DATABASE_URL.`,
  )
}

export function readPassword(layout: Layout): string {
  try {
    return readFileSync(layout.password, 'utf8').trim()
  } catch (error) {
    const refusal = error as NodeJS.ErrnoException
    if (refusal.code !== 'ENOENT') throw folderRefused(layout.password, refusal)
    throw new StartError(
      'PASSWORD_LOST',
      `The password of the database in ${layout.cluster} is missing: put the file ${layout.password} back from a backup, or set CROSSDOCK_DATA to a new folder.`,
    )
  }
}
