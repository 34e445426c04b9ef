import { createHash } from 'node:crypto'

/** Bytes of randomness that `uuidV7` takes; the version and variant bits replace six bits of them. */
export const UUID_RANDOM_BYTES = 10

const text = (bytes: Uint8Array, version: number): string => {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4)
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, 16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** A version 7 UUID (RFC 9562): ids of the same table lie beside each other in its index, in order of creation by the millisecond. */
export const uuidV7 = (nowMs: number, random: Uint8Array): string => {
  if (!Number.isInteger(nowMs) || nowMs < 0 || nowMs >= 2 ** 48)
    throw new RangeError(`${nowMs} is not a time in milliseconds that a UUID can hold`)
  if (random.length < UUID_RANDOM_BYTES) throw new RangeError(`a UUID takes ${UUID_RANDOM_BYTES} random bytes`)
  const bytes = new Uint8Array(16)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(nowMs) << 16n)
  bytes.set(random.subarray(0, UUID_RANDOM_BYTES), 6)
  return text(bytes, 7)
}

/** How many ids of one millisecond are kept in order: the twelve bits of RFC 9562's method 1. */
const COUNTER_LIMIT = 0x1000

/**
 * A source of version 7 UUIDs of which each sorts after the one before it, also within a millisecond and when the clock steps back:
 * rows made together keep their order where their times are equal.
 */
export const uuidSource = (now: () => number, random: (bytes: number) => Uint8Array): (() => string) => {
  let last = 0
  let counter = 0
  return () => {
    const time = now()
    if (time > last) {
      last = time
      counter = 0
    } else if (++counter === COUNTER_LIMIT) {
      last += 1
      counter = 0
    }
    const bytes = Uint8Array.from(random(UUID_RANDOM_BYTES))
    bytes[0] = counter >> 8
    bytes[1] = counter & 0xff
    return uuidV7(last, bytes)
  }
}

/** The same UUID (version 8, from SHA-256) for the same namespace and parts; parts are kept apart, so "a","bc" is not "ab","c". */
export const deterministicId = (namespace: string, ...parts: (string | number)[]): string => {
  const hash = createHash('sha256')
    .update(JSON.stringify([namespace, ...parts]))
    .digest()
  return text(new Uint8Array(hash.subarray(0, 16)), 8)
}

export const isUuid = (value: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
