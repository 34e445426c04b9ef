import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'

const children = new Set<ChildProcess>()
let isEnding = false

/** A process of the attack; it does not outlive the run, however that ends. */
export function startChild(command: string, args: string[], options: SpawnOptions): ChildProcess {
  if (isEnding) throw new Error('The run was asked to end.')
  const child = spawn(command, args, options)
  children.add(child)
  child.once('exit', () => children.delete(child))
  child.once('error', () => children.delete(child))
  return child
}

export const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

/** Ends one; who does not go within half a minute is killed: a server stops its database first. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const stubborn = setTimeout(() => child.kill('SIGKILL'), 30_000)
  await ended
  clearTimeout(stubborn)
}

export const endChildren = (): Promise<unknown> => Promise.all([...children].map(endChild))

/** Ends them and the run with it when the run is asked to end. */
export function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      isEnding = true // a probe that goes on must not start another server
      void endChildren().finally(() => process.exit(130))
    })
  }
}
