import { parseShipmentNumber } from '#domain/values/order-number'
import { builder } from '#schema/builder'
import { ShipmentStatus } from '#schema/enums'
import { cursorColumns, keysetPage } from '#schema/keyset'
import { requireShortLists, storedNumbers } from '#schema/order-filter'
import { badInput } from '#schema/page'
import { pagePaths, plannedQuery } from '#schema/planned-query'
import { Shipment, ShipmentConnection } from '#schema/shipment'
import { visible } from '#schema/visibility'

const COUNT_LIMIT = 100_000

const ShipmentFilter = builder.inputType('ShipmentFilter', {
  description: 'All that is given must hold. In a list any entry will do; each list has at most 100 entries.',
  fields: (t) => ({
    statuses: t.field({ type: [ShipmentStatus] }),
    warehouses: t.stringList({ description: 'Warehouse keys.' }),
    carriers: t.stringList(),
    orderNumbers: t.stringList(),
    trackingNumbers: t.stringList(),
    shipBefore: t.field({ type: 'DateTime', description: 'To be dispatched before.' }),
  }),
})

/** Ids are made in the order of time, so the latest come first. */
const latest = { name: 'LATEST', column: 'id', type: 'id', direction: 'desc', ids: 'desc' } as const

builder.queryFields((t) => ({
  shipment: t.field({
    type: Shipment,
    nullable: true,
    authScopes: { scope: 'orders:read' },
    description: 'A shipment by its number. Null where there is none. A mistyped number is an error that says so.',
    args: { number: t.arg.string({ required: true, description: 'Such as "CD-1000042-7-1".' }) },
    resolve: (_root, { number }, context, info) => {
      const parsed = parseShipmentNumber(number)
      if (!parsed.ok) throw badInput(parsed.message)
      return context.handle.prisma.shipment.findUnique({
        ...plannedQuery(context, info),
        where: { number: parsed.value.number, ...visible('Shipment', context) },
      })
    },
  }),
  shipments: t.connection(
    {
      type: Shipment,
      nullable: true,
      authScopes: { scope: 'orders:read' },
      description: 'Shipments, latest first, a page at a time.',
      args: { filter: t.arg({ type: ShipmentFilter }) },
      resolve: async (_root, { filter, ...args }, context, info) => {
        const { shipment } = context.handle.prisma
        requireShortLists(filter ?? {})
        const where = {
          AND: [
            visible('Shipment', context),
            filter?.statuses ? { status: { in: [...filter.statuses] } } : {},
            filter?.warehouses ? { warehouse: { key: { in: filter.warehouses } } } : {},
            filter?.carriers ? { carrier: { in: filter.carriers } } : {},
            filter?.orderNumbers ? { order: { number: { in: storedNumbers(filter.orderNumbers) } } } : {},
            filter?.trackingNumbers ? { packages: { some: { trackingNumber: { in: filter.trackingNumbers } } } } : {},
            filter?.shipBefore ? { shipBy: { lt: filter.shipBefore } } : {},
          ],
        }
        const query = plannedQuery(context, info, { select: cursorColumns(latest), paths: pagePaths })
        const page = await keysetPage(latest, args, ({ where: bounds, ...rest }) =>
          shipment.findMany({ ...query, ...rest, where: { AND: [where, bounds] } }),
        )
        const count = async () => ({ total: await shipment.count({ where, take: COUNT_LIMIT }), exact: true })
        return { ...page, count }
      },
    },
    ShipmentConnection,
  ),
}))
