import type { Statement } from '../handle.ts'
import type { Queryable } from './advance-log.ts'

const stages: Statement = {
  name: 'channel_stages',
  text: `select json_build_object('key', "key", 'enabled', "enabled", 'stages', "stages") as r from channel where "key" = any($1::text[])`,
}

/** What is switched on for these channels now. */
export const readChannelStages = (
  handle: Queryable,
  keys: string[],
): Promise<{ key: string; enabled: boolean; stages: string[] }[]> => handle.query(stages, [keys])
