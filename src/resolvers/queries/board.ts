import { boardFilter } from '#resolvers/board-filter'
import { Board } from '#schema/board'
import { builder } from '#schema/builder'
import { readBoard } from '#store/read/board'

builder.queryField('board', (t) =>
  t.field({
    type: Board,
    nullable: true,
    authScopes: { scope: 'orders:read' },
    description: 'The numbers of a board as of now. To see them change, subscribe to `board`.',
    args: {
      channels: t.arg.stringList({ description: 'Only orders of these channels, by key; at most 100.' }),
      warehouses: t.arg.stringList({
        description: 'Only orders with a shipment at one of these, by key; at most 100.',
      }),
    },
    resolve: async (_root, args, context) => {
      const asOf = context.now()
      return { ...(await readBoard(context.handle, boardFilter(args, context), asOf)), asOf }
    },
  }),
)
