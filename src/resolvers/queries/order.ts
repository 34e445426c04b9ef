import { parseOrderNumber } from '#domain/values/order-number'
import { builder } from '#schema/builder'
import { ReferenceKind } from '#schema/enums'
import { Order } from '#schema/order'
import { badInput } from '#schema/page'
import { plannedQuery } from '#schema/planned-query'
import { visible, visibleOne } from '#schema/visibility'
import { orderIdByReference } from '#store/read/order-names'

builder.queryFields((t) => ({
  order: t.field({
    type: Order,
    nullable: true,
    authScopes: { scope: 'orders:read' },
    description:
      'An order by its number; capitals, blanks and dashes do not matter. Null where there is none. A mistyped number is an error that says so.',
    args: { number: t.arg.string({ required: true, description: 'Such as "CD-1000042-7".' }) },
    resolve: (_root, { number }, context, info) => {
      const parsed = parseOrderNumber(number)
      if (!parsed.ok) throw badInput(parsed.message)
      return context.handle.prisma.order.findUnique({
        ...plannedQuery(context, info),
        where: { number: parsed.value, ...visible('Order', context) },
      })
    },
  }),
  orderByReference: t.field({
    type: Order,
    nullable: true,
    authScopes: { scope: 'orders:read' },
    description:
      'An order by a number that someone else knows it by. Where several orders that you see have it, the latest; list them all with OrderFilter.references.',
    args: {
      system: t.arg.string({ required: true, description: "A channel key or a provider's name." }),
      kind: t.arg({ type: ReferenceKind, required: true, defaultValue: 'CHANNEL_ORDER' }),
      value: t.arg.string({ required: true }),
    },
    resolve: async (_root, key, context, info) => {
      const id = await orderIdByReference(context.handle, { ...key, channelKey: context.viewer.channelKey })
      if (id === undefined) return null
      const where = visibleOne('Order', id, context)
      return context.handle.prisma.order.findUnique({ ...plannedQuery(context, info), where })
    },
  }),
}))
