import { sqlState } from './errors.ts'

/**
 * SQLSTATEs of a database that is away or cannot do its work: no connection (08), not let in (28, 3D000), a server that takes no writes
 * (25006), no room or no connection left (53), closing or starting (57P), a disk that fails (58).
 */
const unavailableStates = /^(08...|28...|3D000|25006|53...|57P0[1-5]|58...)$/
const noWriteStates = /^(25006|53[01].0|58...)$/
/** What the system or Prisma says of a database that cannot be reached. */
const unavailableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
])
/** What `pg` says without a code when a connection is lost or cannot be had. */
const unavailableMessage =
  /^(connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|client was closed|cannot use a pool after)/i

/** No answer within a deadline of ours: the database may be frozen. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** The one judgement of whether the database is away, or cannot do what any request needs: nothing is wrong with the request. */
export function isUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  if (error instanceof NoAnswer) return true
  const state = sqlState(error)
  if (state !== undefined && unavailableStates.test(state)) return true
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown }
  if (unavailableCodes.has(String(code))) return true
  if (typeof message === 'string' && unavailableMessage.test(message)) return true
  return cause !== error && isUnavailable(cause)
}

/** The database answers, and takes no writes: it is read-only, or its disk is full or fails. */
export const isWriteRefused = (error: unknown): boolean => noWriteStates.test(sqlState(error) ?? '')
