import type { Statement } from '../handle.ts'
import type { Queryable } from '../log/advance-log.ts'
import { retainLog } from '../log/retain-log.ts'

/** Days after which an idempotency key may be used anew; the same as the mutations look back. */
export const KEEP_KEYS_DAYS = 7

const forgetKeys: Statement = {
  name: 'idempotency_forget',
  text: `with gone as (delete from idempotency_key where "createdAt" < now() - make_interval(days => $1) returning 1)
    select count(*)::int as r from gone`,
}

/** Drops what nobody can ask for any more: old places of the log (never past the slowest consumer), and old idempotency keys. */
export async function cleanUp(handle: Queryable): Promise<{ places: number; keys: number }> {
  const places = await retainLog(handle)
  const [keys] = await handle.query<number>(forgetKeys, [KEEP_KEYS_DAYS])
  return { places, keys: keys ?? 0 }
}
