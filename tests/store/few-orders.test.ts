import { expect, test } from 'vitest'
import { FEW_ORDERS } from '#store/read/few-orders'
import { openShop } from '../support/open-shop.ts'

const shop = await openShop()
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
