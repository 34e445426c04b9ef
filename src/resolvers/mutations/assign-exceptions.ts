import { assign } from '#domain/exception/assign'
import { BULK_LIMIT } from '#domain/exception/change-cases'
import { refuse } from '#domain/problems'
import { isUuid } from '#domain/values/uuid'
import { builder } from '#schema/builder'
import { BulkExceptionsPayload } from '#schema/exception-results'
import { rowId } from '#schema/global-id'
import { principalExists } from '#store/read/settings-facts'
import { changeMany } from '../change-cases.ts'
import { VersionedId } from '../inputs/versioned-id.ts'
import { mutation } from '../mutation.ts'

mutation('assignExceptions', {
  description: `Gives up to ${BULK_LIMIT} exceptions to somebody, who then works on them (IN_PROGRESS), or back to their queue (OPEN). One that is refused leaves the others alone.`,
  payload: BulkExceptionsPayload,
  scope: 'exceptions:write',
  refused: { results: [] },
  args: builder.args((t) => ({
    exceptions: t.field({ type: [VersionedId], required: true }),
    ownerId: t.id({ description: 'The id of an Actor, such as viewer.actor.id. Null gives them back to the queue.' }),
  })),
  run: async ({ exceptions, ownerId: given }, command) => {
    const ownerId = given == null ? null : (rowId(given, 'Actor') ?? given)
    if (ownerId !== null && !(isUuid(ownerId) && (await principalExists(command.handle, ownerId))))
      refuse('NOT_FOUND', 'There is nobody with this id; use the id of an Actor.', ['ownerId'])
    return changeMany(command, exceptions, (row) => assign(row, ownerId))
  },
})
