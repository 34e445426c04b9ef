import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import { sqlState } from '#store/errors'
import { isUnavailable } from '#store/unavailable'
import { answerError } from './answer.ts'

/** What Postgres says of a text or number that it cannot hold: the caller's, not ours. */
const unfitValues = new Set(['22021', '22P05', '22P02', '22003', '22007', '22008'])
/** A statement was cut off because it took too long. */
const cancelled = '57014'
const unavailable = 'SERVICE_UNAVAILABLE'
const databaseAway =
  'The database does not answer, or takes no writes just now. Try again in a moment, a mutation with @idempotent: what it wrote may be there.'
/** Seconds after which a client may try again. */
const retryAfter = { 'retry-after': '1' }

/** Whether it was answered as SERVICE_UNAVAILABLE. */
export const isUnavailableError = ({ extensions }: GraphQLError): boolean => extensions.code === unavailable

export function answerUnavailable(response: ServerResponse, message: string): void {
  answerError(response, 503, unavailable, message, { ...retryAfter, 'access-control-allow-origin': '*' })
}

/** Answers a request that failed before GraphQL took it over. */
export function answerFailure(response: ServerResponse, error: unknown, path: string, logger: Logger): void {
  const errorId = randomUUID()
  logger.error({ err: error, errorId, path }, 'a request failed')
  if (isUnavailable(error)) {
    answerUnavailable(response, `${databaseAway} Error ${errorId}.`)
    return
  }
  const message = `Something failed here, and not in your request. Name the error ${errorId} when you report it.`
  answerError(response, 500, 'INTERNAL_SERVER_ERROR', message)
}

/**
 * What the caller sees of an error. One that was made for the caller passes; anything else is logged with an id, and only
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
  if (isUnavailable(original)) {
    const extensions = { code: unavailable, errorId }
    // For HTTP alone, which reads it there: a WebSocket, which writes what it can list, has no status.
    Object.defineProperty(extensions, 'http', { value: { status: 503, headers: retryAfter } })
    return new GraphQLError(`${databaseAway} Error ${errorId}.`, { ...place, extensions })
  }
  return new GraphQLError(
    `Something failed here, and not in your request. Name the error ${errorId} when you report it.`,
    {
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    },
  )
}
