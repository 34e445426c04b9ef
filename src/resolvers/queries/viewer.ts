import type { Viewer as ViewerShape } from '#schema/access'
import { Actor } from '#schema/actor'
import { builder } from '#schema/builder'
import { visible } from '#schema/visibility'

const Viewer = builder.objectRef<ViewerShape>('Viewer').implement({
  description: 'Who asks, as the token says.',
  fields: (t) => ({
    actor: t.field({
      type: Actor,
      resolve: ({ principalId, kind, name }) => ({ id: principalId, kind, name }),
    }),
    role: t.exposeString('role', { description: 'admin, operator, reader or connector.' }),
    scopes: t.stringList({ description: 'What the token allows.', resolve: ({ scopes }) => [...scopes] }),
    channels: t.prismaField({
      type: ['Channel'],
      description: 'The channels that it sees: for a connector its own, for everybody else all.',
      resolve: (query, _viewer, _, context) =>
        context.handle.prisma.channel.findMany({
          ...query,
          where: visible('Channel', context),
          orderBy: { key: 'asc' },
        }),
    }),
    warehouses: t.prismaField({
      type: ['Warehouse'],
      description: 'The warehouses that it sees.',
      resolve: (query, _viewer, _, { handle }) =>
        handle.prisma.warehouse.findMany({ ...query, orderBy: [{ priority: 'asc' }, { key: 'asc' }] }),
    }),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    nullable: true,
    description: 'Who asks, and what the token allows. Needs no scope.',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
)
