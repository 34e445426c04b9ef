import type { BatchedCall, Handle, Statement } from '../handle.ts'

interface Key {
  principalId: string
  key: string
}

export interface StoredOutcome {
  requestHash: string
  outcome: unknown
}

const statement: Statement = {
  name: 'idempotency_outcomes',
  genericPlan: true,
  text: `select (select json_build_object('requestHash', k."requestHash", 'outcome', k."outcome") from idempotency_key k
    where k."principalId" = n."principalId" and k."key" = n."key" and k."createdAt" > now() - interval '7 days') as r
    from unnest($1::uuid[], $2::text[]) with ordinality as n("principalId", "key", "place") order by n."place"`,
}

/** Idempotency keys that are looked up together. */
export const KEYS_A_READ = 64

const outcomes: BatchedCall<Key, StoredOutcome | null> = {
  limit: KEYS_A_READ,
  run: (handle, keys) =>
    handle.query<StoredOutcome | null>(statement, [keys.map((one) => one.principalId), keys.map((one) => one.key)]),
}

/** What a call with this key was answered; undefined where there was none. */
export const storedOutcome = async (handle: Handle, key: Key): Promise<StoredOutcome | undefined> =>
  (await handle.batched(outcomes, key)) ?? undefined
