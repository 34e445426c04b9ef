/** Milliseconds that work which can be cut may hold the event loop before whatever else waits is let in. */
export const SLICE_MS = 10

/** When the work of this turn of the loop began; undefined where none was done yet. */
let begun: number | undefined
/** Who has more to do, in the order in which they came. */
const waiting: (() => void)[] = []

function isSpent(): boolean {
  const now = performance.now()
  if (begun !== undefined) return now - begun >= SLICE_MS
  begun = now
  setImmediate(renew)
  return false
}

/** A new turn: whoever waits the longest goes on, however much others have to do. */
function renew(): void {
  begun = undefined
  admit()
}

function admit(): void {
  const next = waiting.shift()
  if (next === undefined) return
  isSpent() // the turn's time begins with its work
  next()
}

/** One for each that waits, so that each does its work before it is seen whether there is time for the next. */
function look(): void {
  if (waiting.length === 0) return
  if (isSpent()) setImmediate(look)
  else admit()
}

/**
 * All work that can be cut shares one budget per turn of the event loop. Undefined where there is time left, so that little work
 * waits for nothing; else resolves when it is the caller's turn.
 */
export function turn(): Promise<void> | undefined {
  if (!isSpent()) return undefined
  return new Promise((resolve) => {
    waiting.push(resolve)
    setImmediate(look)
  })
}

/** Does work that stops where it can be cut, a slice per turn of the event loop. */
export async function inSlices<Result>(work: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    const wait = turn()
    if (wait !== undefined) await wait
  }
}
