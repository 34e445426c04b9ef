import { setTimeout as after } from 'node:timers/promises'

/** How often some of them have their turn. */
const STEP_MS = 50
/** So few have their turn in one step, however much time there is. */
const PER_STEP = 10

/** Does it to all of them, over the time at most, so that those who come again do not come all at once. */
export async function spread<T>(all: readonly T[], overMs: number, what: (one: T) => void): Promise<void> {
  const steps = Math.max(1, Math.min(Math.ceil(all.length / PER_STEP), Math.floor(overMs / STEP_MS)))
  for (let step = 0; step < steps; step += 1) {
    if (step > 0) await after(STEP_MS)
    for (const one of all.slice((all.length * step) / steps, (all.length * (step + 1)) / steps)) what(one)
  }
}
