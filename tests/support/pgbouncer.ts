import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { accountFor } from '#store/embedded/account'
import { until } from '../live/support.ts'
import { freePort } from './free-port.ts'

const program = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer'].find((each) =>
  existsSync(each),
)
const [, minor = 0] =
  /PgBouncer 1\.(\d+)/.exec(program === undefined ? '' : String(spawnSync(program, ['--version']).stdout)) ?? []
export const hasPgBouncer = program !== undefined
/** From 1.21 on it knows prepared statements, which the product needs. */
export const hasPreparedStatements = Number(minor) >= 21

/** A PgBouncer in transaction mode before a database. */
export class PgBouncer {
  readonly url: string
  readonly #folder: string
  readonly #server: ChildProcess

  private constructor(url: string, folder: string, server: ChildProcess) {
    this.url = url
    this.#folder = folder
    this.#server = server
  }

  static async before(database: string, poolSize = 20): Promise<PgBouncer> {
    const { username, password, hostname, port, pathname } = new URL(database)
    const folder = mkdtempSync(join(tmpdir(), 'crossdock-pgbouncer-'))
    chmodSync(folder, 0o755) // it does not run as root either
    const own = await freePort()
    writeFileSync(join(folder, 'users'), `"${username}" "${password}"\n`)
    writeFileSync(
      join(folder, 'settings.ini'),
      `[databases]
* = host=${hostname} port=${port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, 'users')}
pool_mode = transaction
default_pool_size = ${poolSize}
${hasPreparedStatements ? 'max_prepared_statements = 200' : ''}
`,
    )
    const account = accountFor(folder)
    const server = spawn(program ?? 'pgbouncer', ['-q', join(folder, 'settings.ini')], {
      stdio: 'ignore',
      ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    })
    const made = new PgBouncer(`postgresql://${username}:${password}@127.0.0.1:${own}${pathname}`, folder, server)
    await until(() => made.#answers(), 'PgBouncer answers')
    return made
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#server.once('exit', resolve))
    this.#server.kill('SIGKILL')
    await ended
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #answers(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.url })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('select 1')
      return true
    } catch {
      return false
    } finally {
      await client.end().catch(() => {})
    }
  }
}
