import { builder } from '#schema/builder'
import { cursorColumns, keysetPage, type Sort } from '#schema/keyset'
import { Order } from '#schema/order'
import { OrderConnection } from '#schema/order-connection'
import { countedWhere, counterFilterOf, OrderFilter, ordersWhere, statusesBehind } from '#schema/order-filter'
import { pagePaths, plannedQuery } from '#schema/planned-query'
import { countedOrders } from '#store/read/order-counters'

/** Orders that `totalCount` counts one by one; beyond it says "at least". */
export const COUNT_LIMIT = 100_000

// Each follows an index, tie-break included.
const sorts = {
  PLACED_AT_DESC: { name: 'PLACED_AT_DESC', column: 'placedAt', type: 'instant', direction: 'desc', ids: 'asc' },
  PLACED_AT_ASC: { name: 'PLACED_AT_ASC', column: 'placedAt', type: 'instant', direction: 'asc', ids: 'desc' },
  SHIP_BY_ASC: { name: 'SHIP_BY_ASC', column: 'shipBy', type: 'instant', direction: 'asc', ids: 'asc', nullable: true },
  UPDATED_AT_DESC: { name: 'UPDATED_AT_DESC', column: 'updatedAt', type: 'instant', direction: 'desc', ids: 'asc' },
  UPDATED_AT_ASC: { name: 'UPDATED_AT_ASC', column: 'updatedAt', type: 'instant', direction: 'asc', ids: 'desc' },
} as const satisfies Record<string, Sort>

const OrderSort = builder.enumType('OrderSort', {
  values: {
    PLACED_AT_DESC: { description: 'Latest first.' },
    PLACED_AT_ASC: { description: 'Oldest first.' },
    SHIP_BY_ASC: { description: 'What must leave first; orders without a promise come last.' },
    UPDATED_AT_DESC: { description: 'Last changed first.' },
    UPDATED_AT_ASC: { description: 'Last changed last.' },
  },
})

builder.queryField('orders', (t) =>
  t.connection(
    {
      type: Order,
      nullable: true,
      authScopes: { scope: 'orders:read' },
      description:
        'Orders, a page at a time. Pages stay right while orders arrive: a cursor is a place in the order, not a count.',
      args: {
        filter: t.arg({ type: OrderFilter }),
        sort: t.arg({ type: OrderSort, required: true, defaultValue: 'PLACED_AT_DESC' }),
      },
      resolve: async (_root, { filter, sort: by, ...args }, context, info) => {
        const sort = sorts[by as keyof typeof sorts]
        const { order } = context.handle.prisma
        const where = await ordersWhere(filter, context)
        // Only by placing there is an index of what the buyer sees; in another order the statuses behind it lead.
        const led = sort.column === 'placedAt' ? {} : statusesBehind(filter)
        const query = plannedQuery(context, info, { select: cursorColumns(sort), paths: pagePaths })
        const page = await keysetPage(sort, args, ({ where: bounds, ...rest }) =>
          order.findMany({ ...query, ...rest, where: { AND: [where, led, bounds] } }),
        )
        const count = async () => {
          const kept = counterFilterOf(filter, context)
          if (kept !== undefined) {
            const groups = await countedOrders(context.handle, 'status', kept)
            return { total: groups.reduce((sum, { orders }) => sum + orders, 0), exact: true }
          }
          const counted = await order.count({ where: countedWhere(where, filter), take: COUNT_LIMIT + 1 })
          return { total: Math.min(counted, COUNT_LIMIT), exact: counted <= COUNT_LIMIT }
        }
        return { ...page, count }
      },
    },
    OrderConnection,
  ),
)
