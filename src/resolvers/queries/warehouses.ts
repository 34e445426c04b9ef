import { builder } from '#schema/builder'

builder.queryField('warehouses', (t) =>
  t.prismaField({
    type: ['Warehouse'],
    nullable: true,
    authScopes: { scope: 'stock:read' },
    description: 'All warehouses, in the order in which they are asked for stock.',
    resolve: (query, _root, _args, { handle }) =>
      handle.prisma.warehouse.findMany({ ...query, orderBy: [{ priority: 'asc' }, { key: 'asc' }] }),
  }),
)
