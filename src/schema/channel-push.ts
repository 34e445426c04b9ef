import { resolveNodes } from '@pothos/plugin-relay'
import type { PushFact as PushFactWord, PushState as PushStateWord } from '#domain/vocabulary'
import { builder } from './builder.ts'
import { PushFact, PushState } from './enums.ts'
import { NEEDS_CUSTOMERS, seesCustomers } from './personal.ts'

builder.prismaObject('ChannelPush', {
  description: 'Something that was sent to the channel, and whether it agreed.',
  fields: (t) => ({
    id: t.id({
      description: 'What recordChannelPush names it by.',
      resolve: ({ id }, _, { handle }) => (handle.dryRun ? `dry-run:${id}` : id),
    }),
    fact: t.field({ type: PushFact, resolve: ({ fact }) => fact as PushFactWord }),
    subject: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description: 'What it was about: a shipment, a refund …',
      resolve: async ({ subjectType, subjectId }, _, context, info) =>
        (await resolveNodes(builder, context, info, [{ typename: subjectType, id: subjectId }]))[0] as null,
    }),
    state: t.field({
      type: PushState,
      description: 'IN_DOUBT: no answer came; it is looked up before it is said again.',
      resolve: ({ state }) => state as PushStateWord,
    }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime' }),
    confirmedAt: t.expose('confirmedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Null until the channel agreed.',
    }),
    attempts: t.exposeInt('attempts'),
    lastError: t.string({
      nullable: true,
      description: `What the channel last answered where it did not agree; it may repeat an address. ${NEEDS_CUSTOMERS}`,
      resolve: ({ lastError }, _, context) => (seesCustomers(context) ? lastError : null),
    }),
  }),
})

builder.prismaObjectFields('Order', (t) => ({
  channelPushes: t.relation('pushes', {
    nullable: true,
    description: 'What was sent to the channel, oldest first; at most 200.',
    query: { orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }] },
  }),
}))
