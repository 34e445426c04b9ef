import type { ReferenceKind as ReferenceKindWord } from '#domain/vocabulary'
import { builder } from './builder.ts'
import { ReferenceKind } from './enums.ts'
import { Order } from './order.ts'
import { stored } from './stored.ts'

builder.prismaObject('ExternalReference', {
  description: 'A number that someone else knows the order by.',
  fields: (t) => ({
    system: t.exposeString('system', { description: "Who knows it so: a channel key or a provider's name." }),
    kind: t.field({ type: ReferenceKind, resolve: ({ kind }) => kind as ReferenceKindWord }),
    value: t.exposeString('value'),
    url: t.expose('url', {
      type: 'URL',
      nullable: true,
      description: 'Where a person can open it there. Mostly null.',
    }),
  }),
})

const ChannelStatus = builder.objectRef<{ field: string; value: string }>('ChannelStatus').implement({
  description: "A status in the channel's own words.",
  fields: (t) => ({
    field: t.exposeString('field', { description: 'Which of its statuses, such as "financial_status".' }),
    value: t.exposeString('value', { description: 'Such as "partially_refunded".' }),
  }),
})

builder.prismaObjectFields('Order', (t) => ({
  references: t.relation('references', {
    description: 'Every number that anyone else knows it by; at most 100.',
    query: { orderBy: [{ kind: 'asc' }, { system: 'asc' }, { value: 'asc' }] },
  }),
  channelStatuses: t.field({
    type: [ChannelStatus],
    description: "The channel's own words, as last seen. What they ask of the lifecycle is in the channel's statusMap.",
    select: { channelStatuses: true },
    resolve: ({ channelStatuses }) => stored<{ field: string; value: string }[]>(channelStatuses),
  }),
  relatedOrders: t.field({
    type: [Order],
    description:
      'Replacements and exchanges that were made for it, and what it was made for; at most 20. Empty for most.',
    resolve: () => [],
  }),
}))
