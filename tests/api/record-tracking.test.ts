import { expect, test } from 'vitest'
import { TRACKING_CALL_LIMIT } from '#domain/decisions/record-tracking'
import { connector, openShop } from '../support/open-shop.ts'

const shop = await openShop()
await shop.stock('MUG', 50)
const packed = async () => shop.packed(await shop.place([{ sku: 'MUG', quantity: 2 }]))
const shipped = async () => {
  const number = await packed()
  await shop.shipment('shipShipment', number)
  return number
}
const soon = Date.now() - 60_000
const scan = (status: string, minute: number, more = '') =>
  `{ status: ${status}, occurredAt: "${new Date(soon + minute * 1000).toISOString()}" ${more} }`
const record = (number: string, scans: string[], asker?: Parameters<typeof shop.shipment>[3]) =>
  shop.shipment('recordTracking', number, `events: [${scans.join(' ')}]`, asker)

test('a parcel goes its way and is delivered', async () => {
  const number = await shipped()
  const { shipment } = await record(number, [scan('ACCEPTED', 1), scan('OUT_FOR_DELIVERY', 3)])
  expect(shipment).toMatchObject({
    status: 'OUT_FOR_DELIVERY',
    order: { status: 'SHIPPED', customerStatus: 'OUT_FOR_DELIVERY' },
  })
  const done = await record(number, [scan('DELIVERED', 4)])
  expect(done.shipment).toMatchObject({
    status: 'DELIVERED',
    order: { status: 'DELIVERED', lines: [{ delivered: 2 }] },
  })
  expect(done.shipment.deliveredAt).toBe(new Date(soon + 4000).toISOString())
})

test('scans that are repeated or late change nothing', async () => {
  const number = await shipped()
  const delivered = await record(number, [scan('DELIVERED', 9, 'reference: "e-9"')])
  const { version } = delivered.shipment.order
  const again = await record(number, [scan('DELIVERED', 9, 'reference: "e-9"')])
  expect(again.shipment.order.version).toBe(version)
  const late = await record(number, [scan('IN_TRANSIT', 5)])
  expect(late.shipment).toMatchObject({ status: 'DELIVERED', order: { status: 'DELIVERED' } })
  expect(late.shipment.packages[0].trackingEvents.nodes).toHaveLength(2)
})

test("a carrier's scan of a packed shipment means that it has it", async () => {
  const number = await packed()
  const { shipment, userErrors } = await record(number, [scan('IN_TRANSIT', 1)], connector)
  expect(userErrors).toEqual([])
  expect(shipment).toMatchObject({ status: 'IN_TRANSIT', order: { status: 'SHIPPED' } })
  expect((await shop.shipment('shipShipment', number)).userErrors[0]!.code).toBe('ALREADY_DONE')
})

test('a lost parcel asks somebody to act, until it is found', async () => {
  const number = await shipped()
  const lost = await record(number, [scan('LOST', 5)])
  expect(lost.shipment.order).toMatchObject({
    customerStatus: 'DELIVERY_PROBLEM',
    lines: [{ lost: 2 }],
    exceptions: { nodes: [{ kind: 'PARCEL_LOST' }] },
  })
  const found = await record(number, [scan('DELIVERED', 8)])
  expect(found.shipment.order).toMatchObject({ status: 'DELIVERED', exceptions: { nodes: [] } })
})

test('of two packages each delivers what it holds', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 3 }])
  const shipment = await shop.packed(
    number,
    `packages: [{ contents: [{ sku: "MUG", quantity: 1 }], trackingNumber: "TWO-A" } { contents: [{ sku: "MUG", quantity: 2 }], trackingNumber: "TWO-B" }]`,
  )
  expect((await record(shipment, [scan('DELIVERED', 1)])).userErrors[0]).toMatchObject({
    code: 'INVALID_INPUT',
    field: ['events', '0', 'trackingNumber'],
  })
  const { shipment: after } = await record(shipment, [scan('DELIVERED', 1, 'trackingNumber: "TWO-B"')])
  expect(after.order).toMatchObject({ status: 'PARTIALLY_DELIVERED', lines: [{ delivered: 2, shipped: 1 }] })
})

test('more than two hundred scans are sent in parts', async () => {
  const number = await shipped()
  const many = Array.from({ length: TRACKING_CALL_LIMIT + 1 }, (_, n) => scan('IN_TRANSIT', n / 10))
  expect((await record(number, many)).userErrors).toMatchObject([{ code: 'LIMIT_EXCEEDED', field: ['events'] }])
  expect((await record(number, many.slice(1))).userErrors).toEqual([])
})

test('a tracking number that nobody knows is not found, so that the carrier is asked again later', async () => {
  const document = `mutation { recordTracking(shipment: { trackingNumber: "NOBODY" }, events: [${scan('DELIVERED', 1)}]) { shipment { number } userErrors { code field } } }`
  expect((await shop.api.ask(document)).recordTracking).toEqual({
    shipment: null,
    userErrors: [{ code: 'NOT_FOUND', field: ['shipment'] }],
  })
})

test('two carriers’ jobs telling the same at once tell it once', async () => {
  const number = await shipped()
  const scans = [scan('IN_TRANSIT', 1), scan('DELIVERED', 2)]
  const answers = await Promise.all(Array.from({ length: 6 }, () => record(number, scans)))
  expect(answers.flatMap((answer) => answer.userErrors)).toEqual([])
  expect((await record(number, scans)).shipment.packages[0].trackingEvents.nodes).toHaveLength(2)
})

test('the books are right', () => shop.intact())
