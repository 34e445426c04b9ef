import type { Availability as AvailabilityShape, AvailabilityTerm as TermShape } from '#domain/stock/availability'
import { groupBy } from '#domain/values/group-by'
import { loadAvailability } from '#store/read/availability'
import { builder } from './builder.ts'
import { AvailabilityTermKind } from './enums.ts'
import { batched } from './loader.ts'
import { seesChannel } from './visibility.ts'

const AvailabilityTerm = builder.objectRef<TermShape>('AvailabilityTerm').implement({
  fields: (t) => ({
    kind: t.expose('kind', { type: AvailabilityTermKind }),
    label: t.exposeString('label', { description: 'For a person.' }),
    quantity: t.exposeInt('quantity', { description: 'Units; negative where they are taken off.' }),
  }),
})

const Availability = builder.objectRef<AvailabilityShape>('Availability').implement({
  description:
    'What may be offered for sale, derived from one set of rules. Units that orders here wait for are not sold twice.',
  fields: (t) => ({
    sku: t.exposeString('sku'),
    channel: t.exposeString('channel', { nullable: true, description: 'The channel it was asked for. Null: any.' }),
    availableToSell: t.exposeInt('availableToSell', { description: 'Units; never below zero.' }),
    explanation: t.expose('explanation', { type: [AvailabilityTerm], description: 'The terms add up to the number.' }),
  }),
})

const available = batched<{ sku: string; channel: string | null }, AvailabilityShape | null>(
  async (keys, { handle }) => {
    const found = new Map<string | null, Map<string, AvailabilityShape>>()
    for (const [channel, group] of groupBy(keys, (key) => key.channel)) {
      found.set(channel, await loadAvailability(handle, [...new Set(group.map(({ sku }) => sku))], channel))
    }
    return keys.map(({ sku, channel }) => found.get(channel)?.get(sku) ?? null)
  },
)

builder.prismaObjectFields('StockItem', (t) => ({
  availability: t.field({
    type: Availability,
    nullable: true,
    description:
      'How many units may be offered now, over all enabled warehouses. Null for a channel that is not known.',
    args: { channel: t.arg.string({ description: "A channel's key." }) },
    select: { sku: true },
    resolve: ({ sku }, { channel }, context) =>
      channel == null || seesChannel(channel, context) ? available(context, { sku, channel: channel ?? null }) : null,
  }),
}))
