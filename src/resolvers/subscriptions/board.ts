import { boardFilter } from '#resolvers/board-filter'
import { Board } from '#schema/board'
import { builder } from '#schema/builder'

builder.subscriptionField('board', (t) =>
  t.field({
    type: Board,
    nullable: true,
    authScopes: { scope: 'orders:read' },
    description:
      'The numbers of a board: a frame at once, then at most one a second, only when a number changed. A client that is slow gets the latest frame, not each of those between.',
    args: {
      channels: t.arg.stringList({ description: 'Only orders of these channels, by key; at most 100.' }),
      warehouses: t.arg.stringList({
        description: 'Only orders with a shipment at one of these, by key; at most 100.',
      }),
    },
    subscribe: (_root, args, context) => context.boards.watch(boardFilter(args, context)),
    resolve: (frame) => frame,
  }),
)
