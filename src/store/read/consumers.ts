import type { Handle, Statement } from '../handle.ts'

const statement: Statement = {
  name: 'consumer_lags',
  text: `select json_build_object('name', c."name", 'lag', greatest(h."head" - c."position", 0)) as r from consumer c, log_head h`,
}

/** How many events each consumer of the log has not handled yet. */
export const readConsumers = (handle: Handle): Promise<{ name: string; lag: number }[]> =>
  handle.query<{ name: string; lag: number }>(statement, [])
