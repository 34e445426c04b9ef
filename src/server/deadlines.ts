/** How exactly a deadline is kept: one clock for all is cheaper than a timer each. */
const LOOK_MS = 250

interface Deadline {
  until: number
  late(): void
}

/**
 * Who waits, each at a place of its own. A Set would be rebuilt every few calls, and what was left behind of it would hold on to
 * answers until a full collection.
 */
const places: (Deadline | undefined)[] = []
const free: number[] = []
let clock: NodeJS.Timeout | undefined

function look(): void {
  const now = performance.now()
  for (const one of places) if (one !== undefined && one.until <= now) one.late()
  if (free.length === places.length) {
    clearInterval(clock)
    clock = undefined
  }
}

/** What the work gives, or what `instead` says where it takes longer. The work goes on all the same: nobody waits for it any more. */
export function within<T>(milliseconds: number, work: PromiseLike<T>, instead: () => T | PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const place = free.pop() ?? places.length
    let waits = true
    const leave = () => {
      if (!waits) return
      waits = false
      places[place] = undefined
      free.push(place)
    }
    places[place] = {
      until: performance.now() + milliseconds,
      late() {
        leave()
        resolve(instead())
      },
    }
    clock ??= setInterval(look, LOOK_MS).unref()
    work.then(
      (done) => {
        leave()
        resolve(done)
      },
      (error: unknown) => {
        leave()
        reject(error)
      },
    )
  })
}
