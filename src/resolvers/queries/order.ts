import { parseOrderNumber } from '#domain/values/order-number'
import { builder } from '#schema/builder'
import { ReferenceKind } from '#schema/enums'
import { badInput } from '#schema/page'
import { ofViewersChannel } from '#schema/visibility'
import { orderIdByReference } from '#store/read/order-facts'

builder.queryFields((t) => ({
  order: t.prismaField({
    type: 'Order',
    nullable: true,
    authScopes: { scope: 'orders:read' },
    description:
      'An order by its number; capitals, blanks and dashes do not matter. Null where there is none. A mistyped number is an error that says so.',
    args: { number: t.arg.string({ required: true, description: 'Such as "CD-1000042-K".' }) },
    resolve: (query, _root, { number }, context) => {
      const parsed = parseOrderNumber(number)
      if (!parsed.ok) throw badInput(parsed.message)
      return context.handle.prisma.order.findUnique({
        ...query,
        where: { number: parsed.value, ...ofViewersChannel(context) },
      })
    },
  }),
  orderByReference: t.prismaField({
    type: 'Order',
    nullable: true,
    authScopes: { scope: 'orders:read' },
    description:
      'An order by a number that someone else knows it by. Where several orders have it, the latest; list them all with OrderFilter.references.',
    args: {
      system: t.arg.string({ required: true, description: "A channel key or a provider's name." }),
      kind: t.arg({ type: ReferenceKind, required: true, defaultValue: 'CHANNEL_ORDER' }),
      value: t.arg.string({ required: true }),
    },
    resolve: async (query, _root, key, context) => {
      const id = await orderIdByReference(context.handle, key)
      if (id === undefined) return null
      return context.handle.prisma.order.findUnique({ ...query, where: { id, ...ofViewersChannel(context) } })
    },
  }),
}))
