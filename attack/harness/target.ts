import { type ChildProcess, execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { endChild, hasEnded, startChild } from './children.ts'

/** What the server may keep on its heap: modest, so that what grows without bound ends it within the run. */
const HEAP_MB = 1_024
const READY_MS = 60_000
/** Nothing but this machine is ever attacked. */
export const loopback = '127.0.0.1'

/** A built server with a database of its own, started for the attack and ended with it. */
export class Target {
  readonly port: number
  readonly adminToken = `attack-${randomBytes(24).toString('base64url')}`
  readonly #build: string
  readonly #folder = mkdtempSync(join(tmpdir(), 'crossdock-attack-'))
  readonly #logFile = join(this.#folder, 'server.log')
  #child: ChildProcess | undefined

  private constructor(build: string, port: number) {
    this.#build = build
    this.port = port
    chmodSync(this.#folder, 0o755) // started by root, Postgres runs as another user
    process.once('exit', () => rmSync(this.#folder, { recursive: true, force: true })) // also after a signal
  }

  static async start(build: string): Promise<Target> {
    const target = new Target(build, await freePort())
    await target.startServer()
    return target
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  get alive(): boolean {
    return this.#child !== undefined && !hasEnded(this.#child)
  }

  get url(): string {
    return `http://${loopback}:${this.port}`
  }

  /** What the server wrote, both streams. */
  log(): string {
    return readFileSync(this.#logFile, 'utf8')
  }

  /** Starts it, also anew on the same data after an attack has ended it. */
  async startServer(): Promise<void> {
    const args = [`--max-old-space-size=${HEAP_MB}`, join(this.#build, 'dist', 'server', 'main.js')]
    this.#child = startChild(process.execPath, args, {
      cwd: this.#build,
      env: { ...this.#environment(), PORT: String(this.port), NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const keep = (text: Buffer) => appendFileSync(this.#logFile, text)
    keep(Buffer.from(''))
    this.#child.stdout?.on('data', keep)
    this.#child.stderr?.on('data', keep)
    const deadline = Date.now() + READY_MS
    while (!(await this.isReady())) {
      if (!this.alive || Date.now() > deadline)
        throw new Error(`The server did not start:\n${this.log().slice(-2_000)}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  async isReady(): Promise<boolean> {
    const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
    return answer?.ok === true
  }

  /** `crossdock …` of the same build, on the same data. */
  async command(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(this.#build, 'bin', 'crossdock.mjs'), ...args],
      { cwd: this.#build, env: this.#environment() },
    )
    return stdout.trim()
  }

  async stop(): Promise<void> {
    if (this.#child) await endChild(this.#child)
  }

  #environment(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      CROSSDOCK_DATA: join(this.#folder, 'data'),
      CROSSDOCK_ADMIN_TOKEN: this.adminToken,
      HOST: loopback,
      LOG_LEVEL: 'info',
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, loopback, resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
