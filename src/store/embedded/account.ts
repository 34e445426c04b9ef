import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { StartError } from '../start-error.ts'

/** Whom Postgres runs as; undefined: as ourselves. */
export type Account = { uid: number; gid: number; name: string } | undefined

const accountName = 'postgres'

/**
 * Postgres refuses to run as root, so as root it runs as the owner of the cluster: for a new one the user "postgres",
 * who is created when absent.
 */
export function accountFor(cluster: string): Account {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: `user ${owner.uid}` }
  return lookUp() ?? create()
}

function lookUp(): Account {
  try {
    const ask = (flag: string) =>
      Number(execFileSync('id', [flag, accountName], { stdio: ['ignore', 'pipe', 'ignore'] }).toString())
    return { uid: ask('-u'), gid: ask('-g'), name: `user "${accountName}"` }
  } catch {
    return undefined
  }
}

function create(): Account {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', accountName], { stdio: 'pipe' })
  } catch (error) {
    // Two first starts at once: one of them created it.
    const account = lookUp()
    if (account !== undefined) return account
    throw new StartError(
      'NO_ACCOUNT',
      `Postgres does not run as root and the user "${accountName}" could not be created (${(error as Error).message.split('\n')[0]}): create that user, start Crossdock as an ordinary user, or set DATABASE_URL.`,
      { cause: error },
    )
  }
  return lookUp()
}

/** As root: the first folder on the way to `path` that the account may not enter. */
export function closedFolder(path: string, account: Account): string | undefined {
  if (account === undefined) return undefined
  const way: string[] = []
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    way.unshift(folder)
    if (folder === dirname(folder)) break
  }
  return way.filter((folder) => existsSync(folder)).find((folder) => !mayEnter(folder, account))
}

function mayEnter(folder: string, account: NonNullable<Account>): boolean {
  const { mode, uid, gid } = statSync(folder)
  if (uid === account.uid) return (mode & 0o100) !== 0
  if (gid === account.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}
