/** The known word that was most likely meant; undefined when none is close. */
export function nearest(typed: string, known: string[]): string | undefined {
  const ranked = known
    .map((word) => ({ word, distance: word.startsWith(typed) && typed.length > 2 ? 0 : distanceBetween(typed, word) }))
    .sort((a, b) => a.distance - b.distance)
  const [best] = ranked
  // A third of the letters may be wrong, and always two: beyond that a suggestion is a guess.
  return best !== undefined && best.distance <= Math.max(2, typed.length / 3) ? best.word : undefined
}

/** Levenshtein: letters to add, drop or replace. */
function distanceBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const replaced = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[other.length]!
}
