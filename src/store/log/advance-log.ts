import type { Handle, Statement } from '../handle.ts'

/** What the log's functions need of a handle, so that a transaction of a consumer serves as well. */
export type Queryable = Pick<Handle, 'query'>

export interface LogState {
  epoch: number
  /** The last position that was handed out. */
  head: number
}

const advance: Statement = { name: 'log_advance', text: 'select log_advance($1::int) as r' }
const sweep: Statement = { name: 'log_sweep', text: 'select log_sweep($1::bigint) as r' }

/** Gives committed events their positions. In autocommit only: a position must be durable before anyone sees it. */
export async function advanceLog(handle: Queryable, batch: number): Promise<LogState & { placed: number }> {
  const [state] = await handle.query<LogState & { placed: number }>(advance, [batch])
  return state!
}

/** Looks for events that were left behind, above an event id; see the migration. */
export async function sweepLog(handle: Queryable, after: number): Promise<{ found: number; upTo: number }> {
  const [swept] = await handle.query<{ found: number; upTo: number }>(sweep, [after])
  return swept!
}
