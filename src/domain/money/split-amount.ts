/**
 * Shares an amount in proportion to weights by largest remainder: the parts add up to the total to the last minor unit,
 * each is less than one unit from its exact share, and of equal remainders the earlier part gets the odd unit.
 * Where all weights are zero the parts are as equal as they can be.
 */
export const splitAmount = (total: number, weights: readonly number[]): number[] => {
  if (!Number.isSafeInteger(total)) throw new RangeError(`${total} is not a whole number of minor units`)
  if (weights.length === 0) throw new RangeError('an amount cannot be split among nobody')
  const wrong = weights.find((weight) => !Number.isSafeInteger(weight) || weight < 0)
  if (wrong !== undefined) throw new RangeError(`${wrong} is not a weight; weights are whole numbers from zero`)

  const given = weights.map(BigInt)
  const shares = given.every((weight) => weight === 0n) ? given.map(() => 1n) : given
  const whole = shares.reduce((sum, share) => sum + share, 0n)

  const amount = BigInt(Math.abs(total))
  const parts = shares.map((share, index) => ({
    index,
    units: Number((amount * share) / whole),
    remainder: (amount * share) % whole,
  }))
  let left = Math.abs(total) - parts.reduce((units, part) => units + part.units, 0)
  const byRemainder = [...parts].sort(
    (a, b) => Number(b.remainder > a.remainder) - Number(b.remainder < a.remainder) || a.index - b.index,
  )
  for (const part of byRemainder) {
    if (left === 0) break
    part.units += 1
    left -= 1
  }
  return parts.map((part) => (total < 0 && part.units ? -part.units : part.units))
}
