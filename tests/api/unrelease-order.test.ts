import { expect, test } from 'vitest'
import { openShop } from '../support/open-shop.ts'

const shop = await openShop()
await shop.stock('MUG', 50)
const released = async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 3 }])
  const { order } = await shop.order('releaseOrder', number)
  return { number, shipment: order.shipments[0].number as string }
}

test('before picking everything is given back', async () => {
  const before = await shop.level('MUG')
  const { number } = await released()
  const { order, userErrors } = await shop.order('unreleaseOrder', number, 'reasonCode: "CUSTOMER_REQUEST"')
  expect(userErrors).toEqual([])
  expect(order).toMatchObject({ status: 'READY', releasedAt: null, lines: [{ open: 3, allocated: 0 }] })
  expect(order.shipments).toMatchObject([{ status: 'CANCELLED' }])
  expect(await shop.level('MUG')).toEqual(before)
})

test('a part is given back, and its shipment shrinks', async () => {
  const { number } = await released()
  const args = 'reasonCode: "BETTER_ROUTE", lines: [{ line: { reference: "1" }, quantity: 1 }]'
  const { order } = await shop.order('unreleaseOrder', number, args)
  expect(order).toMatchObject({ status: 'RELEASED', lines: [{ open: 1, allocated: 2 }] })
  expect(order.shipments).toMatchObject([{ status: 'PLANNED', lines: [{ quantity: 2 }] }])
})

test('after picking began it is too late, and a reason that explains nothing is refused', async () => {
  const { number, shipment } = await released()
  expect((await shop.order('unreleaseOrder', number, 'reasonCode: "RECEIPT"')).userErrors[0]).toMatchObject({
    code: 'UNKNOWN_REASON_CODE',
    field: ['reasonCode'],
  })
  await shop.pick(shipment)
  const late = await shop.order('unreleaseOrder', number, 'reasonCode: "CUSTOMER_REQUEST"')
  expect(late.userErrors[0]!.code).toBe('TOO_LATE_TO_CHANGE')
  expect(late.order.status).toBe('PICKING')
})

test('the books are right', () => shop.intact())
