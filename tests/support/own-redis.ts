import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { freePort } from './free-port.ts'

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0

/** A Redis of a test's own, which it kills, freezes and starts again. */
export class OwnRedis {
  readonly url: string
  readonly #port: number
  #server: ChildProcess | undefined

  private constructor(port: number) {
    this.#port = port
    this.url = `redis://127.0.0.1:${port}`
  }

  static async create(): Promise<OwnRedis> {
    const made = new OwnRedis(await freePort())
    made.start()
    return made
  }

  start(): void {
    const flags = ['--port', String(this.#port), '--save', '', '--appendonly', 'no', '--bind', '127.0.0.1']
    this.#server = spawn('redis-server', flags, { stdio: 'ignore' })
  }

  freeze(): void {
    this.#server?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#server?.kill('SIGCONT')
  }

  async kill(): Promise<void> {
    const server = this.#server
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGKILL')
    await ended
  }
}
