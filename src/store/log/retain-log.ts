import type { Statement } from '../handle.ts'
import type { Queryable } from './advance-log.ts'

/** How long a cursor can be resumed where nobody says otherwise. */
export const keepLogDays = 30
/** Places dropped in one transaction: few, since it holds the head meanwhile. */
export const retentionBatch = 5_000

const retain: Statement = {
  name: 'log_retain',
  text: `select log_retain(make_interval(hours => $1::int), $2::int) as r`,
}

/**
 * Drops the places of events older than `keepHours` (at least one), never past the slowest consumer, and answers how many.
 * The events themselves stay: they are the audit trail. A cursor from before is answered with CURSOR_EXPIRED.
 */
export async function retainLog(
  handle: Queryable,
  keepHours: number = keepLogDays * 24,
  batch: number = retentionBatch,
): Promise<number> {
  let gone = 0
  for (;;) {
    const [dropped] = await handle.query<number>(retain, [keepHours, batch])
    gone += dropped!
    if (dropped! < batch) return gone
  }
}
