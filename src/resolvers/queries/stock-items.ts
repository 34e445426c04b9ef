import { builder } from '#schema/builder'
import { cursorColumns, keysetPage } from '#schema/keyset'
import { requireShortLists } from '#schema/order-filter'
import { pagePaths, plannedQuery } from '#schema/planned-query'
import { StockItem, StockItemConnection } from '#schema/stock-item'
import { likeLiteral } from '#store/read/like-literal'
import { itemsBelowSafetyStock } from '#store/read/stock-search'

const COUNT_LIMIT = 100_000

const StockFilter = builder.inputType('StockFilter', {
  description: 'All that is given must hold. In a list any entry will do; each list has at most 100 entries.',
  fields: (t) => ({
    skus: t.stringList(),
    warehouses: t.stringList({ description: 'Keys of warehouses that have, or had, any of it.' }),
    search: t.string({
      description: 'The beginning of the SKU, a part of the name, or the barcode. At most 200 characters.',
    }),
    belowSafetyStock: t.boolean({
      description: 'True: fewer units are available than the safety stock. False: as many or more.',
    }),
  }),
})

const bySku = { name: 'SKU_ASC', column: 'sku', type: 'text', direction: 'asc', ids: 'asc' } as const

const matching = (text: string) => ({
  OR: [
    { sku: { startsWith: likeLiteral(text), mode: 'insensitive' as const } },
    { name: { contains: likeLiteral(text), mode: 'insensitive' as const } },
    { barcode: text },
  ],
})

builder.queryFields((t) => ({
  stockItem: t.field({
    type: StockItem,
    nullable: true,
    authScopes: { scope: 'stock:read' },
    description: 'An item by its SKU, exactly as it is written. Null where there is none.',
    args: { sku: t.arg.string({ required: true }) },
    resolve: (_root, { sku }, context, info) =>
      context.handle.prisma.stockItem.findUnique({ ...plannedQuery(context, info), where: { sku } }),
  }),
  stockItems: t.connection(
    {
      type: StockItem,
      nullable: true,
      authScopes: { scope: 'stock:read' },
      description: 'Items by SKU, a page at a time.',
      args: { filter: t.arg({ type: StockFilter }) },
      resolve: async (_root, { filter, ...args }, context, info) => {
        const { handle } = context
        requireShortLists(filter ?? {})
        const below = filter?.belowSafetyStock
        const short = typeof below === 'boolean' ? await itemsBelowSafetyStock(handle) : []
        const where = {
          AND: [
            filter?.skus ? { sku: { in: filter.skus } } : {},
            filter?.warehouses ? { levels: { some: { warehouse: { key: { in: filter.warehouses } } } } } : {},
            filter?.search ? matching(filter.search.trim().slice(0, 200)) : {},
            below === true ? { id: { in: short } } : below === false ? { id: { notIn: short } } : {},
          ],
        }
        const query = plannedQuery(context, info, { select: cursorColumns(bySku), paths: pagePaths })
        const page = await keysetPage(bySku, args, ({ where: bounds, ...rest }) =>
          handle.prisma.stockItem.findMany({ ...query, ...rest, where: { AND: [where, bounds] } }),
        )
        const count = async () => ({
          total: await handle.prisma.stockItem.count({ where, take: COUNT_LIMIT }),
          exact: true,
        })
        return { ...page, count }
      },
    },
    StockItemConnection,
  ),
}))
