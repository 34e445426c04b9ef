import { expect, test } from 'vitest'
import { PICK_LIST_LIMIT } from '#domain/decisions/start-picking'
import { openShop } from '../support/open-shop.ts'

const shop = await openShop()
await shop.stock('MUG', 50)
await shop.stock('FAR', 50, 'south')
const released = async (sku = 'MUG') => {
  const number = await shop.place([{ sku, quantity: 2 }])
  const { order } = await shop.order('releaseOrder', number)
  return { number, shipment: order.shipments[0].number as string }
}

test('shipments of several orders are picked on one list', async () => {
  const before = await shop.level('MUG')
  const [a, b] = [await released(), await released()]
  const { pickList, userErrors } = await shop.pick(a.shipment, b.shipment)
  expect(userErrors).toEqual([])
  expect(pickList).toMatchObject({
    number: expect.stringMatching(/^PL-\d{4,}$/),
    warehouse: { key: 'north' },
    shipments: [
      { number: a.shipment, status: 'PICKING' },
      { number: b.shipment, status: 'PICKING' },
    ],
  })
  expect(await shop.level('MUG')).toMatchObject({ committed: before.committed!, picked: before.picked! + 4 })
  expect((await shop.read(b.number)).status).toBe('PICKING')
})

test('two shipments of one order are picked together', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 2 }])
  const one = 'lines: [{ line: { reference: "1" }, quantity: 1 }]'
  await shop.order('releaseOrder', number, one)
  const { order } = await shop.order('releaseOrder', number)
  const { pickList } = await shop.pick(...order.shipments.map((row: { number: string }) => row.number))
  expect(pickList.shipments).toHaveLength(2)
})

test('one that cannot be picked keeps them all', async () => {
  const [a, b] = [await released(), await released()]
  await shop.order('holdOrder', b.number, 'reason: MANUAL')
  const { pickList, userErrors } = await shop.pick(a.shipment, b.shipment)
  expect(pickList).toBeNull()
  expect(userErrors).toMatchObject([{ code: 'ORDER_ON_HOLD', field: ['shipments', '1'] }])
  expect((await shop.read(a.number)).status).toBe('RELEASED')
})

test('a list is for one warehouse, each shipment once, and not without end', async () => {
  const [here, there] = [await released(), await released('FAR')]
  expect((await shop.pick(here.shipment, there.shipment)).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', field: ['shipments', '1'] },
  ])
  expect((await shop.pick(here.shipment, here.shipment)).userErrors[0]!.code).toBe('INVALID_INPUT')
  expect((await shop.pick()).userErrors[0]!.code).toBe('LIMIT_EXCEEDED')
  const many = Array.from({ length: PICK_LIST_LIMIT + 1 }, () => here.shipment)
  expect((await shop.pick(...many)).userErrors[0]!.code).toBe('LIMIT_EXCEEDED')
  expect((await shop.pick(`${here.number}-99`)).userErrors).toMatchObject([
    { code: 'NOT_FOUND', field: ['shipments', '0'] },
  ])
})

test('the books are right', () => shop.intact())
