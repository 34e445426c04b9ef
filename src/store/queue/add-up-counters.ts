import type { Statement } from '../handle.ts'
import type { Queryable } from '../log/advance-log.ts'

const fold: Statement = { name: 'order_tally_fold', text: 'select order_tally_fold() as r' }

/** Adds the changes of the order counters up, so that reading them stays short; answers how many there were. */
export const addUpCounters = async (handle: Queryable): Promise<number> =>
  (await handle.query<number>(fold, []))[0] ?? 0
