import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Account, accountFor } from '#store/embedded/account'
import { type Binaries, findBinaries } from '#store/embedded/binaries'
import { createCluster } from '#store/embedded/create'
import { layoutOf, openFolder, readPassword } from '#store/embedded/folder'
import { ownerName, programEnvironment, serverArguments } from '#store/embedded/settings'
import { freePort } from './free-port.ts'

const startMs = 30_000

/** A Postgres that is not ours to start: a test's own server, which it kills, freezes and starts again. */
export class OwnPostgres {
  readonly url: string
  readonly #root: string
  readonly #cluster: string
  readonly #port: number
  readonly #password: string
  readonly #binaries: Binaries
  readonly #account: Account
  #server: ChildProcess | undefined

  private constructor(root: string, cluster: string, port: number, password: string) {
    this.#root = root
    this.#cluster = cluster
    this.#port = port
    this.#password = password
    this.#binaries = findBinaries()
    this.#account = accountFor(cluster)
    this.url = this.#urlOf('crossdock')
  }

  static async create(): Promise<OwnPostgres> {
    const root = mkdtempSync(join(tmpdir(), 'crossdock-postgres-'))
    chmodSync(root, 0o755) // as root Postgres runs as another user
    const layout = layoutOf(root)
    openFolder(layout)
    await createCluster(layout, findBinaries(), accountFor(layout.cluster), 'off')
    const made = new OwnPostgres(root, layout.cluster, await freePort(), readPassword(layout))
    await made.start()
    await made.#ask('postgres', 'create database crossdock template template0')
    return made
  }

  /** A hot standby that follows this server: its data folder copied in a backup, and set to follow it. */
  async standby(): Promise<OwnPostgres> {
    const root = mkdtempSync(join(tmpdir(), 'crossdock-standby-'))
    chmodSync(root, 0o755)
    const cluster = join(root, 'data')
    const client = new pg.Client({ connectionString: this.url })
    await client.connect()
    await client.query(`select pg_backup_start('test', true)`)
    cpSync(this.#cluster, cluster, { recursive: true, filter: (from) => !from.endsWith('postmaster.pid') })
    const { rows } = await client.query(`select labelfile from pg_backup_stop(false)`)
    await client.end()
    writeFileSync(join(cluster, 'backup_label'), rows[0].labelfile)
    writeFileSync(join(cluster, 'standby.signal'), '')
    const from = `host=127.0.0.1 port=${this.#port} user=${ownerName} password=${this.#password}`
    writeFileSync(join(cluster, 'postgresql.auto.conf'), `primary_conninfo = '${from}'\n`)
    const owner = this.#account
    if (owner !== undefined) for (const path of filesOf(cluster)) chownSync(path, owner.uid, owner.gid)
    const standby = new OwnPostgres(root, cluster, await freePort(), this.#password)
    await standby.start()
    return standby
  }

  async start(): Promise<void> {
    const deadline = Date.now() + startMs
    for (;;) {
      const server = this.#launch()
      while (server.exitCode === null && server.signalCode === null) {
        if (await this.#answers()) return
        if (Date.now() > deadline) throw new Error(`Postgres did not start in ${startMs} ms`)
        await new Promise((done) => setTimeout(done, 50))
      }
      // The processes of the killed one still hold its memory for a moment.
      if (Date.now() > deadline) throw new Error(`Postgres did not start: ${this.log()}`)
      await new Promise((done) => setTimeout(done, 100))
    }
  }

  /** Ends the server at once, as the system does that is out of memory, and waits for its end. */
  async kill(): Promise<void> {
    const server = this.#server
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise((done) => server.once('exit', done))
    this.#signal('SIGKILL')
    await ended
  }

  freeze(): void {
    this.#signal('SIGSTOP')
  }

  thaw(): void {
    this.#signal('SIGCONT')
  }

  /** Ends one of its processes at once: the server ends all others, and recovers. */
  async crash(): Promise<void> {
    await this.#ask('crossdock', 'select pg_backend_pid() as pid', ({ pid }) => process.kill(Number(pid), 'SIGKILL'))
  }

  log(): string {
    return readFileSync(join(this.#root, 'log'), 'utf8').slice(-2_000)
  }

  async drop(): Promise<void> {
    await this.kill()
    rmSync(this.#root, { recursive: true, force: true })
  }

  #launch(): ChildProcess {
    const log = join(this.#root, 'log')
    writeFileSync(log, '', { flag: 'a' })
    const account = this.#account
    const server = spawn(this.#binaries.postgres, serverArguments(this.#cluster, this.#port, 'off'), {
      cwd: '/',
      env: programEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    })
    server.stderr.on('data', (chunk: Buffer) => writeFileSync(log, chunk, { flag: 'a' }))
    this.#server = server
    return server
  }

  /** To the server and all its processes; each has a process group of its own. */
  #signal(name: NodeJS.Signals): void {
    const pid = this.#server?.pid ?? 0
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
    for (const each of [pid, ...children]) {
      try {
        process.kill(each, name)
      } catch {
        // It ended by itself meanwhile.
      }
    }
  }

  async #answers(): Promise<boolean> {
    try {
      await this.#ask('postgres', 'select 1')
      return true
    } catch {
      return false
    }
  }

  async #ask(database: string, sql: string, then?: (row: Record<string, unknown>) => void): Promise<void> {
    const client = new pg.Client({ connectionString: this.#urlOf(database), connectionTimeoutMillis: 2_000 })
    client.on('error', () => {})
    await client.connect()
    try {
      const { rows } = await client.query(sql)
      then?.(rows[0])
    } finally {
      await client.end().catch(() => {})
    }
  }

  #urlOf(database: string): string {
    return `postgresql://${ownerName}:${this.#password}@127.0.0.1:${this.#port}/${database}`
  }
}

const filesOf = (folder: string): string[] => [
  folder,
  ...readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))),
]
