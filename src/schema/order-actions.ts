import { allowedActions } from '#domain/decisions/allowed-actions'
import type { OrderAction as OrderActionWord } from '#domain/vocabulary'
import { readStandings } from '#store/read/standings'
import { builder } from './builder.ts'
import { OrderAction } from './enums.ts'
import { batched } from './loader.ts'

const actions = batched<string, OrderActionWord[]>(async (ids, { handle, viewer, now }) => {
  const standings = await readStandings(handle, ids)
  return ids.map((id) => {
    const standing = standings.get(id)
    return standing === undefined ? [] : allowedActions(standing, viewer.scopes, now())
  })
})

builder.prismaObjectFields('Order', (t) => ({
  allowedActions: t.field({
    type: [OrderAction],
    description:
      'The verbs that the token may use and that the order would not refuse for what it is now. Stock, reason codes and arguments may still refuse one.',
    select: { id: true },
    resolve: ({ id }, _, context) => actions(context, id),
  }),
}))
