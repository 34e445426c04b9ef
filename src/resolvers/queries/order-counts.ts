import { builder } from '#schema/builder'
import type { Context } from '#schema/context'
import { CountPrecision } from '#schema/enums'
import { countedWhere, counterFilterOf, OrderFilter, type OrderFilterShape, ordersWhere } from '#schema/order-filter'
import { type CounterColumn, countedOrders } from '#store/read/order-counters'

interface OrderCountShape {
  key: string
  orders: number
}

const OrderCountKey = builder.enumType('OrderCountKey', {
  values: {
    STATUS: {},
    CUSTOMER_STATUS: {},
    PAYMENT_STATUS: {},
    CHANNEL: { description: 'By channel key.' },
    WAREHOUSE: {
      description: 'By the key of each warehouse with a shipment of the order; an order with two counts in both.',
    },
  },
})

const OrderCount = builder.objectRef<OrderCountShape>('OrderCount').implement({
  fields: (t) => ({
    key: t.exposeString('key', { description: 'A status, a channel key or a warehouse key.' }),
    orders: t.exposeInt('orders'),
    precision: t.field({ type: CountPrecision, resolve: () => 'EXACT' as const }),
  }),
})

const columns = { STATUS: 'status', CUSTOMER_STATUS: 'customerStatus', PAYMENT_STATUS: 'paymentStatus' } as const

type Where = ReturnType<typeof countedWhere>

async function countByColumn(
  column: 'status' | 'customerStatus' | 'paymentStatus' | 'channelId',
  where: Where,
  { handle }: Context,
): Promise<OrderCountShape[]> {
  const groups = await handle.prisma.order.groupBy({ by: [column], where, _count: { _all: true } })
  return groups.map((group) => ({ key: group[column], orders: group._count._all }))
}

async function countByChannel(where: Where, context: Context): Promise<OrderCountShape[]> {
  const counts = await countByColumn('channelId', where, context)
  const channels = await context.handle.prisma.channel.findMany({ select: { id: true, key: true } })
  const keys = new Map(channels.map(({ id, key }) => [id, key]))
  return counts.map(({ key, orders }) => ({ key: keys.get(key) ?? key, orders }))
}

async function countByWarehouse(where: Where, { handle }: Context): Promise<OrderCountShape[]> {
  const warehouses = await handle.prisma.warehouse.findMany({ select: { id: true, key: true } })
  const counted = warehouses.map(async ({ id, key }) => {
    return { key, orders: await handle.prisma.order.count({ where: { AND: [where, { warehouseIds: { has: id } }] } }) }
  })
  return (await Promise.all(counted)).filter(({ orders }) => orders > 0)
}

const counterColumns: Record<string, CounterColumn> = { ...columns, CHANNEL: 'channel', WAREHOUSE: 'warehouse' }

async function countOrders(by: string, filter: OrderFilterShape | null | undefined, context: Context) {
  const kept = counterFilterOf(filter, context)
  if (kept !== undefined) return countedOrders(context.handle, counterColumns[by]!, kept)
  const where = countedWhere(await ordersWhere(filter, context), filter)
  if (by === 'CHANNEL') return countByChannel(where, context)
  if (by === 'WAREHOUSE') return countByWarehouse(where, context)
  return countByColumn(columns[by as keyof typeof columns], where, context)
}

builder.queryField('orderCounts', (t) =>
  t.field({
    type: [OrderCount],
    nullable: true,
    authScopes: { scope: 'orders:read' },
    description: 'How many orders there are of each kind, most first. What has none is left out.',
    args: { filter: t.arg({ type: OrderFilter }), by: t.arg({ type: OrderCountKey, required: true }) },
    resolve: async (_root, { filter, by }, context) =>
      (await countOrders(by, filter, context)).sort((a, b) => b.orders - a.orders || (a.key < b.key ? -1 : 1)),
  }),
)
