/** The same numbers for the same seed, on every machine: simulators and their tests repeat. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  pick<T>(items: readonly [T, ...T[]]): T
  /** One of the entries, as often as its weight says. */
  weighted<T>(entries: readonly { weight: number; value: T }[]): T
}

/** Mulberry32, seeded by a hash of the text; not for secrets. */
export function seededRandom(seed: string): Random {
  let state = 2_166_136_261
  for (const character of seed) state = Math.imul(state ^ character.charCodeAt(0), 16_777_619)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    weighted<T>(entries: readonly { weight: number; value: T }[]): T {
      let left = next() * entries.reduce((sum, entry) => sum + entry.weight, 0)
      for (const entry of entries) {
        left -= entry.weight
        if (left < 0) return entry.value
      }
      return entries.at(-1)!.value
    },
  }
}
