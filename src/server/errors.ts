import { randomUUID } from 'node:crypto'
import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import { sqlState } from '#store/errors'

/** What Postgres says of a text or number that it cannot hold: the caller's, not ours. */
const unfitValues = new Set(['22021', '22P05', '22P02', '22003', '22008'])
/** A statement was cut off because it took too long. */
const cancelled = '57014'
/** The database is away, or closing. */
const away = /^(08...|57P0[123]|53300)$/
const awayCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'P1001', 'P1008', 'P1017'])

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code

function isAway(error: unknown): boolean {
  const state = sqlState(error)
  const cause = (error as { cause?: unknown } | null)?.cause
  return (
    (state !== undefined && away.test(state)) ||
    awayCodes.has(String(codeOf(error))) ||
    awayCodes.has(String(codeOf(cause))) ||
    (error instanceof Error && error.message.includes('timeout exceeded when trying to connect'))
  )
}

/**
 * What the caller is told of an error. One that was made for the caller passes; anything else is logged with an id, and only
 * the id goes out.
 */
export function shownError(error: unknown, logger: Logger): GraphQLError {
  const made = error instanceof GraphQLError ? error : undefined
  const original = made === undefined ? error : made.originalError
  if (made !== undefined && (original === undefined || original === null || original instanceof GraphQLError))
    return made
  const place = { nodes: made?.nodes, path: made?.path }
  if (unfitValues.has(sqlState(original) ?? '')) {
    return new GraphQLError(
      'A value cannot be looked up: a text with a NUL, an id that is none, a number out of range.',
      {
        ...place,
        extensions: { code: 'BAD_USER_INPUT' },
      },
    )
  }
  if (sqlState(original) === cancelled) {
    return new GraphQLError('It took too long and was given up: ask for less at once.', {
      ...place,
      extensions: { code: 'TIMEOUT' },
    })
  }
  const errorId = randomUUID()
  logger.error({ err: original, errorId, path: made?.path }, 'an operation failed')
  if (isAway(original)) {
    return new GraphQLError(`The database does not answer. Try again in a moment; error ${errorId}.`, {
      ...place,
      extensions: { code: 'SERVICE_UNAVAILABLE', errorId },
    })
  }
  return new GraphQLError(
    `Something failed here, and not in your request. Name the error ${errorId} when you report it.`,
    {
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    },
  )
}
