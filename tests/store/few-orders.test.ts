import { expect, test } from 'vitest'
import { FEW_ORDERS } from '#store/read/few-orders'
import { openShop } from '../support/open-shop.ts'

const shop = await openShop()
shop.api.compared.withHistory = false // shipments are copied by SQL
await shop.stock('MUG', 10)
const lines = [{ sku: 'MUG', quantity: 1 }]
const [sent] = await shop.placeAll([{ lines }, { lines, more: { tags: ['gift'] } }])
await shop.order('releaseOrder', sent!)

const found = async (filter: string) => {
  const { orders } = await shop.api.ask(`{ orders(filter: { ${filter} }) { nodes { number } totalCount } }`)
  return [orders.nodes.map(({ number }: { number: string }) => number), orders.totalCount]
}

test('the orders of a warehouse are the same ones, each once, whether they are few or too many to name', async () => {
  expect(await found('warehouses: ["north"]')).toEqual([[sent], 1])
  expect(await found('warehouses: ["south"]')).toEqual([[], 0])
  await shop.api.store.pool.query(
    `insert into shipment ("id", "orderId", "number", "version", "origin", "warehouseId", "status", "createdAt", "updatedAt")
     select gen_random_uuid(), s."orderId", s."number" || '-' || n, 1, s."origin", s."warehouseId", 'DELIVERED', now(), now()
     from shipment s, generate_series(1, ${FEW_ORDERS}) n`,
  )
  expect(await found('warehouses: ["north"]')).toEqual([[sent], 1])
  expect(await found('warehouses: ["north", "south", "nowhere"], statuses: [RELEASED]')).toEqual([[sent], 1])
  expect(await found('warehouses: ["north"], statuses: [READY]')).toEqual([[], 0])
  expect(await found('warehouses: ["south"]')).toEqual([[], 0])
})

test('so are those of a SKU', async () => {
  const both = [...(await found('skus: ["MUG"]'))[0]].sort()
  expect(both).toHaveLength(2)
  expect(await found('skus: ["NOTHING"]')).toEqual([[], 0])
  await shop.api.store.pool.query(
    `insert into order_line ("id", "orderId", "position", "reference", "kind", "fulfilledBy", "title", "sku", "quantity", "open", "allocated", "shipped",
       "delivered", "cancelled", "returned", "lost", "discount", "tax", "total")
     select gen_random_uuid(), l."orderId", 1 + n, 'more-' || n, l."kind", l."fulfilledBy", l."title", l."sku", 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0
     from order_line l, generate_series(1, ${FEW_ORDERS}) n where l."open" > 0`,
  )
  const [numbers, total] = await found('skus: ["MUG", "NOTHING"]')
  expect([[...numbers].sort(), total]).toEqual([both, 2])
  expect(await found('skus: ["MUG"], tags: ["gift"]')).toEqual([[numbers.find((number: string) => number !== sent)], 1])
  expect(await found('skus: ["NOTHING"]')).toEqual([[], 0])
})
