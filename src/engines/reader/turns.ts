import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Budget } from './options.ts'

/** What was read, a turn of the event loop later where it is much. */
export async function inParts<T>(budget: Budget | undefined, read: Promise<T>): Promise<T> {
  const rows = await read
  if (budget?.isLarge) await nextTurn()
  return rows
}
