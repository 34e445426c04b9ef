export interface SnapshotStamp {
  /** The channel's clock; null where it has none. */
  updatedAt: string | null
  digest: string
}

export type Comparison =
  /** Says something new, and is the newer word. */
  | 'NEWER'
  /** Says the same. */
  | 'SAME'
  /** Says the same at a later time: nothing between the two can be newer than this. */
  | 'SAME_LATER'
  /** Older than what is known, or of equal age and on the losing side of the tie. */
  | 'STALE'

/**
 * Which of two snapshots is the channel's later word. Of two that differ and carry one and the same time, the one with the
 * greater digest wins: no side is right, but everyone who sees both, in any order, ends with the same one. A snapshot
 * without a time is taken as of its arrival.
 */
export function compareSnapshots(known: SnapshotStamp, incoming: SnapshotStamp): Comparison {
  const [before, after] = [timeOf(known), timeOf(incoming)]
  if (known.digest === incoming.digest)
    return after !== null && (before === null || after > before) ? 'SAME_LATER' : 'SAME'
  if (before === null || after === null) return 'NEWER'
  if (after === before) return incoming.digest > known.digest ? 'NEWER' : 'STALE'
  return after > before ? 'NEWER' : 'STALE'
}

const timeOf = ({ updatedAt }: SnapshotStamp): number | null => (updatedAt === null ? null : Date.parse(updatedAt))
