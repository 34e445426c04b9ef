import { BULK_LIMIT } from '#domain/exception/change-cases'
import { resolve } from '#domain/exception/resolve'
import { requireReason } from '#domain/reason-codes'
import { checkedText } from '#domain/settings/checked'
import { NOTE_LIMIT } from '#domain/values/text'
import { builder } from '#schema/builder'
import { BulkExceptionsPayload } from '#schema/exception-results'
import { changeMany } from '../change-cases.ts'
import { VersionedId } from '../inputs/versioned-id.ts'
import { mutation } from '../mutation.ts'

mutation('resolveExceptions', {
  description: `Settles up to ${BULK_LIMIT} exceptions. The rule that opened one opens it again only on other facts. A hold that came with it stays until its rule passes
or releaseHold lifts it. One that is refused leaves the others alone.`,
  payload: BulkExceptionsPayload,
  scope: 'exceptions:write',
  refused: { results: [] },
  args: builder.args((t) => ({
    exceptions: t.field({ type: [VersionedId], required: true }),
    reasonCode: t.string({ required: true, description: 'One that applies to RESOLVE_EXCEPTION; see reasonCodes.' }),
    resolution: t.string({ required: true, description: 'What was done, in a sentence. At most 10,000 characters.' }),
  })),
  run: async (args, command) => {
    const reasonCode = requireReason(args.reasonCode, 'RESOLVE_EXCEPTION')
    const resolution = checkedText(args.resolution, 'The resolution', ['resolution'], NOTE_LIMIT)
    return changeMany(command, args.exceptions, (row) =>
      resolve(row, { reasonCode, resolution, now: command.moment.now }),
    )
  },
})
