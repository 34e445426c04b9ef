import { beforeAll, expect, test } from 'vitest'
import { kinds, later, openShop, type Shop } from '../support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})

/** Five mugs, of which two are sent as tea; the channel knows only its line of five. */
async function split() {
  const lines = [{ reference: '1', sku: 'MUG', quantity: 5, unitPrice: '10.00' }]
  const draft = shop.order({ lines })
  const order = { ...draft, payments: [{ reference: `P-${draft.reference}`, status: 'PAID', amount: '50.00' }] }
  await shop.bring(order)
  const args = 'line: { reference: "1" }, quantity: 2, sku: "TEA", reasonCode: "OUT_OF_STOCK"'
  const { order: parts, userErrors } = await shop.mutate('substituteItem', order.reference, args)
  expect(userErrors).toStrictEqual([])
  expect(parts.lines).toMatchObject([{ quantity: 3 }, { quantity: 2 }])
  return order
}

const five = [{ line: '1', quantity: 5 }]

test('a fulfilment of a line reaches the part that was substituted, and takes from stock what was really sent', async () => {
  const order = await split()
  const before = { mug: await shop.stock('MUG'), tea: await shop.stock('TEA') }
  const report = { reference: `F-${order.reference}`, lines: five, location: 'main' }
  const { order: after } = await shop.bring(later(order, { fulfillments: [report] }))
  expect(after).toMatchObject({
    status: 'SHIPPED',
    lines: [
      { open: 0, shipped: 3 },
      { open: 0, shipped: 2 },
    ],
  })
  expect(kinds(after)).toStrictEqual([])
  expect((await shop.stock('MUG')).onHand).toBe(before.mug.onHand! - 3)
  expect((await shop.stock('TEA')).onHand).toBe(before.tea.onHand! - 2)

  const back = { reference: `R-${order.reference}`, lines: five, restock: true }
  const { order: returned } = await shop.bring(later(order, { fulfillments: [report], returns: [back] }, 2))
  expect(returned).toMatchObject({ status: 'RETURNED', lines: [{ returned: 3 }, { returned: 2 }] })
  expect((await shop.stock('TEA')).onHand).toBe(before.tea.onHand)
})

test('a cancellation of units counts over all parts of the line, once', async () => {
  const order = await split()
  const cancellations = [{ reference: 'C1', lines: [{ line: '1', quantity: 4 }] }]
  const { order: after } = await shop.bring(later(order, { cancellations }))
  expect(after).toMatchObject({ total: { amount: '10.00' }, lines: [{ cancelled: 3 }, { open: 1, cancelled: 1 }] })
  const { order: again } = await shop.bring(later(order, { cancellations, tags: ['again'] }, 2))
  expect(again).toMatchObject({ lines: [{ cancelled: 3 }, { open: 1, cancelled: 1 }] })
})

test('units that were cancelled leave only when no other part has any', async () => {
  const order = await split()
  await shop.mutate(
    'cancelOrder',
    order.reference,
    'reason: CUSTOMER, refund: false, lines: [{ line: { reference: "1" }, quantity: 3 }]',
  )
  const report = { reference: `F-${order.reference}`, lines: [{ line: '1', quantity: 2 }] }
  const { order: after } = await shop.bring(later(order, { fulfillments: [report] }))
  expect(after).toMatchObject({ status: 'SHIPPED', lines: [{ cancelled: 3, shipped: 0 }, { shipped: 2 }] })
  expect(kinds(after)).not.toContain('CANCELLED_AFTER_DISPATCH')
})

test('a line that the channel itself names like a part is a line of its own', async () => {
  const lines = ['1', '1/1'].map((reference) => ({ reference, sku: 'MUG', quantity: 1, unitPrice: '10.00' }))
  const order = shop.order({ lines, fulfillments: [{ reference: 'F9', lines: [{ line: '1/1', quantity: 1 }] }] })
  const { order: after } = await shop.bring(order)
  expect(after.lines).toMatchObject([
    { open: 1, shipped: 0 },
    { open: 0, shipped: 1 },
  ])
})

test('a cancellation that a connector sends by the line of its channel reaches all parts of it', async () => {
  const order = await split()
  const cancel = (quantity: number) =>
    shop.mutate(
      'cancelOrder',
      order.reference,
      `reason: CUSTOMER, refund: false, lines: [{ line: { reference: "1" }, quantity: ${quantity} }]`,
      { role: 'connector', channelKey: 'shop' },
    )
  expect((await cancel(6)).userErrors).toMatchObject([{ code: 'QUANTITY_EXCEEDED' }])
  const { order: after, userErrors } = await cancel(4)
  expect(userErrors).toStrictEqual([])
  expect(after).toMatchObject({ lines: [{ cancelled: 3 }, { open: 1, cancelled: 1 }] })
})
