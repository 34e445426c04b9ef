import { allowedActions } from '#domain/decisions/allowed-actions'
import type { OrderAction as OrderActionWord } from '#domain/vocabulary'
import { readOrderSummaries } from '#store/read/order-summaries'
import { builder } from './builder.ts'
import { OrderAction } from './enums.ts'
import { batched } from './loader.ts'

const actions = batched<string, OrderActionWord[]>(async (ids, { handle, viewer, now }) => {
  const summaries = await readOrderSummaries(handle, ids)
  return ids.map((id) => {
    const summary = summaries.get(id)
    return summary === undefined ? [] : allowedActions(summary, viewer.scopes, now())
  })
})

builder.prismaObjectFields('Order', (t) => ({
  allowedActions: t.field({
    type: [OrderAction],
    description:
      'The mutations that the token may use and that the order would not refuse for what it is now. Stock, reason codes and arguments may still refuse one.',
    select: { id: true },
    resolve: ({ id }, _, context) => actions(context, id),
  }),
}))
