import { RAISE_LIMIT } from '#domain/exception/raise-exceptions'
import { refuse } from '#domain/problems'
import { builder } from '#schema/builder'
import { RaiseExceptionsPayload } from '#schema/exception-results'
import { ExceptionInput } from '../inputs/exceptions.ts'
import { mutation } from '../mutation.ts'
import { raiseCases } from '../raise-cases.ts'

mutation('raiseExceptions', {
  description: `Raises up to ${RAISE_LIMIT} exceptions in one write, each as raiseException does; one that is refused leaves the others alone.`,
  payload: RaiseExceptionsPayload,
  scope: 'exceptions:write',
  refused: { results: [] },
  args: builder.args((t) => ({ exceptions: t.field({ type: [ExceptionInput], required: true }) })),
  run: async ({ exceptions }, command) => {
    if (exceptions.length > RAISE_LIMIT)
      refuse(
        'LIMIT_EXCEEDED',
        `One call raises at most ${RAISE_LIMIT} exceptions; these are ${exceptions.length}. Split it.`,
        ['exceptions'],
      )
    const mine = exceptions.map((raise) => ({
      ...raise,
      channel: raise.channel ?? (raise.order == null && raise.shipment == null ? command.viewer.channelKey : null),
    }))
    return raiseCases(command, mine, (results) => ({
      results: results.map(({ userErrors, ...result }, index) => ({
        ...result,
        index,
        userErrors: userErrors.map((error) => ({
          ...error,
          field: ['exceptions', String(index), ...(error.field ?? [])],
        })),
      })),
    }))
  },
})
