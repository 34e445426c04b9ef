import { builder } from '#schema/builder'
import { seesChannel, visible } from '#schema/visibility'

builder.queryFields((t) => ({
  channels: t.prismaField({
    type: ['Channel'],
    nullable: true,
    authScopes: { scope: 'orders:read' },
    description: 'All channels that the token sees, by key.',
    resolve: (query, _root, _args, context) =>
      context.handle.prisma.channel.findMany({
        ...query,
        where: visible('Channel', context),
        orderBy: { key: 'asc' },
      }),
  }),
  channel: t.prismaField({
    type: 'Channel',
    nullable: true,
    authScopes: { scope: 'orders:read' },
    description: 'A channel by its key. Null where there is none, or where the token does not see it.',
    args: { key: t.arg.string({ required: true }) },
    resolve: (query, _root, { key }, context) =>
      seesChannel(key, context) ? context.handle.prisma.channel.findUnique({ ...query, where: { key } }) : null,
  }),
}))
