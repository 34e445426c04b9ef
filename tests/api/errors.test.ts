import { GraphQLError } from 'graphql'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { shownError } from '#server/errors'

const lines: string[] = []
const logger = pino({}, { write: (line) => lines.push(line) })
const shown = (error: unknown) =>
  shownError(new GraphQLError('raw', { originalError: error as Error, path: ['a'] }), logger)

test('an error that was made for the caller passes', () => {
  const made = new GraphQLError('Ask for less.', { extensions: { code: 'LIMIT_EXCEEDED' } })
  expect(shownError(made, logger)).toBe(made)
})

test.each([
  ['22021', 'BAD_USER_INPUT'],
  ['22P02', 'BAD_USER_INPUT'],
  ['57014', 'TIMEOUT'],
])('what Postgres says with %s is the caller’s to mend: %s', (state, code) => {
  expect(shown(Object.assign(new Error('invalid byte sequence'), { code: state }))).toMatchObject({
    path: ['a'],
    extensions: { code },
  })
})

test.each(['ECONNREFUSED', '57P01', '08006'])('a database that is away (%s) is said to be away, with an id', (code) => {
  const error = shown(Object.assign(new Error('connect to 10.0.0.7 failed'), { code }))
  expect(error.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', errorId: expect.any(String) })
  expect(error.message).not.toContain('10.0.0.7')
})

test('anything else is logged, and only its id goes out', () => {
  const error = shown(new TypeError('secret is undefined'))
  expect(error.message).not.toContain('secret')
  expect(error.extensions.code).toBe('INTERNAL_SERVER_ERROR')
  expect(
    lines.some((line) => line.includes('secret is undefined') && line.includes(String(error.extensions.errorId))),
  ).toBe(true)
})
