import type { Budget } from './options.ts'

/** Lets others come in between the parts of a long work. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** What was read, a turn of the event loop later where it is much. */
export async function inParts<T>(budget: Budget | undefined, read: Promise<T>): Promise<T> {
  const rows = await read
  if (budget?.isLarge) await nextTurn()
  return rows
}
