import { among, someAmong, stream } from '#resolvers/stream'
import { builder } from '#schema/builder'

stream('stockEvents', {
  description:
    'Units that move between states, arrive or leave, with the level after each movement; and changes of items themselves.',
  scope: 'stock:read',
  args: builder.args((t) => ({
    skus: t.stringList({ description: 'Only these; at most 100.' }),
    warehouses: t.stringList({ description: 'Only what moves in these warehouses, by key; at most 100.' }),
  })),
  matches({ skus, warehouses }) {
    const ofSku = among(skus)
    const ofWarehouse = someAmong(warehouses)
    return (event) => event.sku !== null && ofSku(event.sku) && ofWarehouse(event.warehouseKeys)
  },
})
