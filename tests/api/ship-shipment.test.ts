import { expect, test } from 'vitest'
import { openShop } from '../support/open-shop.ts'

const shop = await openShop(['TRACKING_PUSH'])
await shop.stock('MUG', 50)
const packed = async () => shop.packed(await shop.place([{ sku: 'MUG', quantity: 2 }]))

test('what is shipped leaves the stock, and the channel is to be notified', async () => {
  const before = await shop.level('MUG')
  const number = await packed()
  const { shipment, userErrors } = await shop.shipment(
    'shipShipment',
    number,
    'packages: [{ carrier: "acme", trackingNumber: "SHIP-1" }]',
  )
  expect(userErrors).toEqual([])
  expect(shipment).toMatchObject({
    status: 'SHIPPED',
    carrier: 'acme',
    packages: [{ trackingNumber: 'SHIP-1' }],
    order: { status: 'SHIPPED', customerStatus: 'SHIPPED', lines: [{ shipped: 2 }] },
  })
  expect(await shop.level('MUG')).toMatchObject({ onHand: before.onHand! - 2, picked: before.picked! })
  const { order } = await shop.api.ask(
    'query ($n: String!) { order(number: $n) { channelPushes { fact state attempts } } }',
    {
      n: shipment.order.number,
    },
  )
  expect(order.channelPushes).toEqual([{ fact: 'SHIPMENT', state: 'REQUESTED', attempts: 0 }])
  expect((await shop.shipment('shipShipment', number)).userErrors[0]!.code).toBe('ALREADY_DONE')
})

test('it is named by the tracking number too', async () => {
  const number = await packed()
  await shop.shipment('shipShipment', number, 'packages: [{ trackingNumber: "SHIP-2" }]')
  const again = await shop.api.ask(
    'mutation { shipShipment(shipment: { trackingNumber: "SHIP-2" }) { shipment { number } userErrors { code } } }',
  )
  expect(again.shipShipment).toEqual({ shipment: { number }, userErrors: [{ code: 'ALREADY_DONE' }] })
})

test.each([
  ['shippedAt: "2999-01-01T00:00:00Z"', 'INVALID_INPUT', ['shippedAt']],
  ['shippedAt: "2001-01-01T00:00:00Z"', 'INVALID_INPUT', ['shippedAt']],
  ['packages: [{ reference: "7" }]', 'NOT_FOUND', ['packages', '0']],
  ['packages: [{ contents: [{ sku: "MUG", quantity: 2 }] }]', 'INVALID_INPUT', ['packages', '0', 'contents']],
])('%s is refused', async (args, code, field) => {
  const { shipment, userErrors } = await shop.shipment('shipShipment', await packed(), args)
  expect(userErrors).toMatchObject([{ code, field }])
  expect(shipment.status).toBe('PACKED')
})

test('what is not packed does not leave', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 1 }])
  const { order } = await shop.order('releaseOrder', number)
  expect((await shop.shipment('shipShipment', order.shipments[0].number)).userErrors[0]!.code).toBe(
    'INVALID_TRANSITION',
  )
})

test('the books are right', () => shop.intact())
