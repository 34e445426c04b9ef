import { randomBytes } from 'node:crypto'
import { UUID_RANDOM_BYTES, uuidSource } from '#domain/values/uuid'

/** Ids whose randomness is fetched at once: a call to the system for each costs more than the id. */
const IDS_A_FETCH = 256

let pool = Buffer.alloc(0)
const random = (count: number): Uint8Array => {
  if (pool.length < count) pool = randomBytes(UUID_RANDOM_BYTES * IDS_A_FETCH)
  const taken = pool.subarray(0, count)
  pool = pool.subarray(count)
  return taken
}

/** The ids of this process: each sorts after the one before it. */
export const freshId = uuidSource(Date.now, random)
