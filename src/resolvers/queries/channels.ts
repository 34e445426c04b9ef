import { builder } from '#schema/builder'
import { ofViewersChannel } from '#schema/visibility'

builder.queryFields((t) => ({
  channels: t.prismaField({
    type: ['Channel'],
    nullable: true,
    authScopes: { scope: 'orders:read' },
    description: 'All channels that the token sees, by key.',
    resolve: (query, _root, _args, context) =>
      context.handle.prisma.channel.findMany({
        ...query,
        where: ofViewersChannel(context).channel ?? {},
        orderBy: { key: 'asc' },
      }),
  }),
  channel: t.prismaField({
    type: 'Channel',
    nullable: true,
    authScopes: { scope: 'orders:read' },
    description: 'A channel by its key. Null where there is none, or where the token does not see it.',
    args: { key: t.arg.string({ required: true }) },
    resolve: (query, _root, { key }, { handle, viewer }) =>
      viewer.channelKey === null || viewer.channelKey === key
        ? handle.prisma.channel.findUnique({ ...query, where: { key } })
        : null,
  }),
}))
