import type { Random } from './harness/random.ts'
import type { Shop } from './harness/shop.ts'
import type { Target } from './harness/target.ts'

/** What a probe may use. */
export interface Attack {
  target: Target
  shop: Shop
  /** Of this probe alone: the same for the same seed, whichever other probes run. */
  random: Random
  /** The bounded form. */
  short: boolean
  /** How much more time and memory a promise may take: other tests run beside the short form. */
  slack: number
  /** When the probe has to come to its end, as `Date.now()`. */
  deadline: number
}

export interface Finding {
  /** How often it was tried. */
  tried: number
  /** Answers that should not have been; empty where the promise held. */
  wrong: string[]
  /** A figure worth knowing. */
  note?: string
}

export interface Probe {
  name: string
  /** What is promised, as docs/security.md says it. */
  promise: string
  /** Whether it is part of the short form too. */
  short?: boolean
  /** How long it may take, in the long form. */
  seconds: number
  /** How far memory may grow and the loop be held; where absent they are shown and not judged. */
  bounds?: { grownMb: number; stallMs: number }
  run(attack: Attack): Promise<Finding>
}

/** The goal for whatever one caller sends. */
export const modest = { grownMb: 64, stallMs: 100 } as const

/** Collects what is wrong, the first few of each kind of it. */
export class Wrong {
  readonly texts: string[] = []
  #count = 0

  add(text: string): void {
    this.#count += 1
    if (this.texts.length < 5) this.texts.push(text.length > 300 ? `${text.slice(0, 300)}…` : text)
  }

  get count(): number {
    return this.#count
  }

  /** The texts, and how many more there were. */
  all(): string[] {
    const more = this.#count - this.texts.length
    return more > 0 ? [...this.texts, `and ${more} more`] : this.texts
  }
}
