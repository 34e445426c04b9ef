import { type ChildProcess, spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Long enough for a loaded machine; a test that needs it all is a slow test. */
const lineDeadlineMs = 30_000

export type RealProcess = {
  child: ChildProcess
  /** The first line on standard output, past or to come, that matches. */
  line(pattern: RegExp): Promise<string>
  output(): string
  /** Ends it at once, as a power cut would, or with the signal given, and waits for its end. Answers its exit code. */
  kill(signal?: NodeJS.Signals): Promise<number | null>
  ended: Promise<number | null>
}

/** One of our TypeScript files as a process of its own. */
export function runTypeScript(file: string, args: string[] = [], env: Record<string, string> = {}): RealProcess {
  const loader = join(projectFolder, 'tests', 'support', 'typescript.mjs')
  const flags = ['--conditions=crossdock-source', '--import', loader, join(projectFolder, file), ...args]
  const child = spawn(process.execPath, flags, {
    cwd: projectFolder,
    // Vitest's own flags and settings must not reach the product.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: process.env.TZ, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)))
  return {
    child,
    ended,
    output: () => said,
    async line(pattern) {
      const deadline = Date.now() + lineDeadlineMs
      for (;;) {
        const found = said.split('\n').find((each) => pattern.test(each))
        if (found !== undefined) return found
        if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
          throw new Error(`No line ${pattern} from ${file}; it said:\n${said}`)
        }
        await new Promise((done) => setTimeout(done, 20))
      }
    },
    async kill(signal = 'SIGKILL') {
      child.kill(signal)
      return await ended
    },
  }
}
