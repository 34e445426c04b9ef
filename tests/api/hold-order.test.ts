import { expect, test } from 'vitest'
import { openShop } from '../support/open-shop.ts'

const shop = await openShop()
await shop.stock('MUG', 50)

test('a held order is not released, picked, packed or shipped until its hold ends', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 1 }])
  const shipment = await shop.packed(number)
  const { order, userErrors } = await shop.order('holdOrder', number, 'reason: MANUAL, note: "Ask Ada first"')
  expect(userErrors).toEqual([])
  expect(order).toMatchObject({
    status: 'PACKED',
    customerStatus: 'PREPARING',
    holds: [{ reason: 'MANUAL', keepsStock: true }],
  })
  expect(order.allowedActions).not.toContain('SHIP')
  expect((await shop.shipment('shipShipment', shipment)).userErrors[0]!.code).toBe('ORDER_ON_HOLD')
  expect((await shop.order('holdOrder', number, 'reason: MANUAL')).userErrors[0]!.code).toBe('ALREADY_DONE')
})

test('a hold that does not keep stock gives it back', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 2 }])
  const before = await shop.level('MUG')
  await shop.order('releaseOrder', number)
  const { order } = await shop.order('holdOrder', number, 'reason: OTHER, keepsStock: false')
  expect(order).toMatchObject({ status: 'READY', lines: [{ open: 2 }], shipments: [{ status: 'CANCELLED' }] })
  expect(await shop.level('MUG')).toEqual(before)
})

test('a line is held alone, and the others go', async () => {
  const number = await shop.place([
    { sku: 'MUG', quantity: 1 },
    { sku: 'MUG', quantity: 1 },
  ])
  await shop.order('holdOrder', number, 'reason: MANUAL, lines: [{ reference: "1" }]')
  expect((await shop.order('releaseOrder', number)).userErrors[0]!.code).toBe('ORDER_ON_HOLD')
  const { order } = await shop.order('releaseOrder', number, 'policy: AVAILABLE')
  expect(order.lines).toMatchObject([{ allocated: 0 }, { allocated: 1 }])
})

test('a hold ends by itself when its time is over', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 1 }])
  const soon = new Date(Date.now() + 3_600_000).toISOString()
  await shop.order('holdOrder', number, `reason: SCHEDULED, expiresAt: "${soon}"`)
  expect((await shop.order('releaseOrder', number)).userErrors[0]!.code).toBe('ORDER_ON_HOLD')
  shop.api.clock.now = new Date(Date.now() + 3_700_000).toISOString()
  const { order } = await shop.order('releaseOrder', number)
  shop.api.clock.now = null
  expect(order).toMatchObject({ status: 'RELEASED', holds: [], ended: [{ reason: 'SCHEDULED' }] })
  const past = await shop.order('holdOrder', number, 'reason: OTHER, expiresAt: "2020-01-01T00:00:00Z"')
  expect(past.userErrors[0]).toMatchObject({ code: 'INVALID_INPUT', field: ['expiresAt'] })
})

test('a reader holds nothing', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 1 }])
  const document = 'mutation ($n: String!) { holdOrder(order: { number: $n }, reason: MANUAL) { userErrors { code } } }'
  const { data, errors } = await shop.api.run(document, { n: number }, { role: 'reader' })
  expect(data).toEqual({ holdOrder: null })
  expect(errors).toHaveLength(1)
})

test('the books are right', () => shop.intact())
