/** How exactly a deadline is kept: one clock for all is cheaper than a timer each. */
const LOOK_MS = 250

interface Waiting {
  until: number
  late(): void
}

const waiting = new Set<Waiting>()
let clock: NodeJS.Timeout | undefined

function look(): void {
  const now = performance.now()
  for (const one of waiting) {
    if (one.until > now) continue
    waiting.delete(one)
    one.late()
  }
  if (waiting.size === 0) {
    clearInterval(clock)
    clock = undefined
  }
}

/** What the work gives, or what `instead` says where it takes longer. The work goes on all the same: nobody waits for it any more. */
export function within<T>(milliseconds: number, work: PromiseLike<T>, instead: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const one = { until: performance.now() + milliseconds, late: () => resolve(instead()) }
    waiting.add(one)
    clock ??= setInterval(look, LOOK_MS).unref()
    work.then(
      (done) => {
        waiting.delete(one)
        resolve(done)
      },
      (error: unknown) => {
        waiting.delete(one)
        reject(error)
      },
    )
  })
}
