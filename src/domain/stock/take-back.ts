/** Units of an item that an order holds in one warehouse and that nobody has picked yet. */
export interface Allocation {
  orderId: string
  quantity: number
}

/** Which orders give how many units back, in the order of `allocations` (latest promise first); as few orders as that allows. */
export function chooseTakeBacks(units: number, allocations: readonly Allocation[]): Allocation[] {
  const chosen: Allocation[] = []
  let missing = units
  for (const { orderId, quantity } of allocations) {
    if (missing === 0) break
    const given = Math.min(missing, quantity)
    missing -= given
    chosen.push({ orderId, quantity: given })
  }
  if (missing > 0) throw new Error(`${missing} allocated units are in no planned shipment`)
  return chosen
}
