import { setTimeout as pause } from 'node:timers/promises'
import type { ExecutionResult, GraphQLError } from 'graphql'
import { isAsyncIterable } from 'graphql-yoga'
import { sqlState } from '#store/errors'
import { isUnavailable } from '#store/unavailable'

/** A delivery that could not be read is read again after this, and after twice as long each time, up to the most. */
export const REREAD_MS = { least: 100, most: 2_000 }

type Answer = (given: unknown) => Promise<ExecutionResult> | ExecutionResult
type Stream = AsyncIterableIterator<ExecutionResult>

/** Whether a part of it is missing because the database was away. */
export const isUnread = ({ errors }: ExecutionResult): boolean =>
  errors?.some(({ originalError }) => isUnavailable(originalError)) === true

const tookTooLong = ({ extensions, originalError }: GraphQLError): boolean =>
  extensions.code === 'TIMEOUT' || sqlState(originalError) === '57014'

/**
 * A stream whose deliveries are whole: while the database is away it stands still, and goes on where it was; what takes too long ends it.
 * Passed on with nulls, the cursor that a client keeps would lie behind what it never got.
 */
export async function wholeDeliveries<Refusal extends ExecutionResult>(
  answer: Answer,
  open: (answer: Answer) => Promise<Stream | Refusal>,
): Promise<Stream | Refusal> {
  const left = new AbortController()
  const stream = await open(async (given) => {
    for (let wait = REREAD_MS.least; ; wait = Math.min(wait * 2, REREAD_MS.most)) {
      const result = await answer(given)
      if (left.signal.aborted) return result
      const late = result.errors?.find(tookTooLong)
      if (late !== undefined) throw late
      if (!isUnread(result)) return result
      await pause(wait, undefined, { signal: left.signal }).catch(() => {})
    }
  })
  if (!isAsyncIterable(stream)) return stream as Refusal
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next: () => stream.next(),
    return(value) {
      left.abort()
      return stream.return?.(value) ?? Promise.resolve({ done: true, value })
    },
    throw(error) {
      left.abort()
      return stream.throw?.(error) ?? Promise.reject(error)
    },
  } as Stream
}
