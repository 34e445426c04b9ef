import { spawn } from 'node:child_process'

const children = new Set()

/** A process of the bench; it does not outlive the run, however that ends. */
export function startChild(...args) {
  const child = spawn(...args)
  children.add(child)
  child.once('exit', () => children.delete(child))
  child.once('error', () => children.delete(child))
  return child
}

/** Ends one; who does not go within five seconds is killed. */
export async function endChild(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const stubborn = setTimeout(() => child.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(stubborn)
}

/** Ends all that still run. */
export const endChildren = () => Promise.all([...children].map(endChild))
