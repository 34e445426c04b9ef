export interface Counted {
  total: number
  exact: boolean
}

/** A connection that can say how many rows there are in all; it counts only when it is asked. */
export interface Countable {
  count?: () => Promise<Counted>
}

const counts = new WeakMap<Countable, Promise<Counted>>()

/** One count for `totalCount` and `totalCountPrecision` together. */
export function countOf(connection: Countable): Promise<Counted> | undefined {
  if (connection.count === undefined) return undefined
  const counted = counts.get(connection) ?? connection.count()
  counts.set(connection, counted)
  return counted
}
