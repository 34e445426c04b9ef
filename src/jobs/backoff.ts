/** The wait after a first failure. */
export const FIRST_WAIT_MS = 1_000
/** However often it failed: an external service that comes back is noticed within this. */
export const LONGEST_WAIT_MS = 15 * 60_000
/** How far a wait is moved either way, so that what failed together does not return together. */
export const SPREAD = 0.2

/** How long to wait after the `failures`-th failure in a row: doubling from one second, at most a quarter of an hour. `chance` is in [0, 1). */
export function backoff(failures: number, chance: number): number {
  if (!Number.isInteger(failures) || failures < 1) throw new RangeError(`${failures} is no count of failures`)
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 30), LONGEST_WAIT_MS)
  return Math.round(wait * (1 - SPREAD + 2 * SPREAD * chance))
}
