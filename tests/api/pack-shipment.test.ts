import { expect, test } from 'vitest'
import { openShop } from '../support/open-shop.ts'

const shop = await openShop()
await shop.stock('MUG', 50)
await shop.stock('CUP', 50)
const picking = async () => {
  const number = await shop.place([
    { sku: 'MUG', quantity: 2 },
    { sku: 'CUP', quantity: 1 },
  ])
  const { order } = await shop.order('releaseOrder', number)
  const shipment = order.shipments[0].number as string
  await shop.pick(shipment)
  return shipment
}

test('one package holds everything where none is named', async () => {
  const { shipment, userErrors } = await shop.shipment('packShipment', await picking())
  expect(userErrors).toEqual([])
  expect(shipment).toMatchObject({ status: 'PACKED', order: { status: 'PACKED' } })
  expect(shipment.order.shipments[0].packages).toEqual([
    {
      reference: '1',
      status: 'UNKNOWN',
      trackingNumber: null,
      contents: [
        { sku: 'MUG', quantity: 2 },
        { sku: 'CUP', quantity: 1 },
      ],
    },
  ])
})

test('two packages hold what is said, and the order is found by their tracking numbers', async () => {
  const packages = `packages: [
    { reference: "a", contents: [{ sku: "MUG", quantity: 2 }], carrier: "acme", trackingNumber: "PACK-1", weightGrams: 900 }
    { reference: "b", contents: [{ sku: "CUP", quantity: 1, serials: ["s-1"] }] }]`
  const { shipment } = await shop.shipment('packShipment', await picking(), packages)
  expect(shipment).toMatchObject({
    carrier: 'acme',
    packages: [{ reference: 'a', trackingNumber: 'PACK-1' }, { reference: 'b' }],
  })
  const found = await shop.api.ask('{ orderByReference(system: "acme", kind: TRACKING, value: "PACK-1") { number } }')
  expect(found.orderByReference.number).toBe(shipment.order.number)
})

const serials = '"s" '.repeat(1_001)
test.each([
  [
    'more than there is',
    '[{ contents: [{ sku: "MUG", quantity: 3 }, { sku: "CUP", quantity: 1 }] }]',
    'contents.0.quantity',
  ],
  ['a weight of nothing', '[{ weightGrams: 0 }]', 'weightGrams'],
  ['more than a tonne', '[{ weightGrams: 1000001 }]', 'weightGrams'],
  ['more than a hundred metres', '[{ heightMm: 100001 }]', 'heightMm'],
  ['an empty tracking number', '[{ trackingNumber: "" }]', 'trackingNumber'],
  [
    'a thousand and one serials',
    `[{ contents: [{ sku: "MUG", quantity: 2, serials: [${serials}] }] }]`,
    'contents.0.serials',
  ],
])('%s is refused where it stands', async (what, packages, field) => {
  const number = await picking()
  const { shipment, userErrors } = await shop.shipment('packShipment', number, `packages: ${packages}`)
  const code = what === 'more than there is' ? 'QUANTITY_EXCEEDED' : 'INVALID_INPUT'
  expect(userErrors).toMatchObject([{ code, field: ['packages', '0', ...field.split('.')] }])
  expect(shipment.status).toBe('PICKING')
})

test('packages that leave something out are refused with what is missing', async () => {
  const packages = 'packages: [{ contents: [{ sku: "MUG", quantity: 2 }] }]'
  expect((await shop.shipment('packShipment', await picking(), packages)).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', field: ['packages'], details: { missing: [{ sku: 'CUP', quantity: 1 }] } },
  ])
})

test('it needs picking, happens once, and heeds the version', async () => {
  const number = await picking()
  expect((await shop.shipment('packShipment', number, 'ifVersion: 1')).userErrors[0]).toMatchObject({
    code: 'STALE_VERSION',
    details: { version: 2 },
  })
  expect((await shop.shipment('packShipment', number, 'ifVersion: 2')).userErrors).toEqual([])
  expect((await shop.shipment('packShipment', number)).userErrors[0]!.code).toBe('ALREADY_DONE')
})

test('the books are right', () => shop.intact())
