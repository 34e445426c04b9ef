import { expect, test } from 'vitest'
import { openShop } from '../support/open-shop.ts'

const shop = await openShop()
await shop.stock('MUG', 5)
await shop.stock('CUP', 50)
const reason = 'reasonCode: "OUT_OF_STOCK"'

test('another item goes out for what was agreed', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 2 }])
  const { order, userErrors } = await shop.order(
    'substituteItem',
    number,
    `line: { reference: "1" }, sku: "CUP", ${reason}`,
  )
  expect(userErrors).toEqual([])
  expect(order).toMatchObject({
    status: 'READY',
    total: { amount: '20.00' },
    lines: [{ sku: 'MUG', components: [{ sku: 'CUP', substitutedFor: 'MUG' }] }],
  })
  const before = await shop.level('CUP')
  await shop.packed(number)
  expect(await shop.level('CUP')).toMatchObject({ available: before.available! - 2, picked: before.picked! + 2 })
})

test('a part is split off with its share of the money', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 3 }])
  const { order } = await shop.order(
    'substituteItem',
    number,
    `line: { reference: "1" }, sku: "CUP", quantity: 1, ${reason}`,
  )
  expect(order.total.amount).toBe('30.00')
  expect(order.lines).toMatchObject([
    { reference: '1', quantity: 2, total: { amount: '20.00' } },
    { reference: '1/1', quantity: 1, total: { amount: '10.00' }, components: [{ sku: 'CUP' }] },
  ])
  expect((await shop.order('releaseOrder', number)).userErrors).toEqual([])
})

test('it mends an order that waits for stock', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 40 }])
  expect(await shop.read(number)).toMatchObject({ status: 'NEW', holds: [{ reason: 'INVENTORY_OUT_OF_STOCK' }] })
  const { order } = await shop.order('substituteItem', number, `line: { reference: "1" }, sku: "CUP", ${reason}`)
  expect(order).toMatchObject({ status: 'READY', holds: [], exceptions: { nodes: [] } })
})

test.each([
  ['line: { reference: "1" }, sku: "NOTHING"', 'UNKNOWN_SKU', ['sku']],
  ['line: { reference: "1" }, sku: "MUG"', 'ALREADY_DONE', ['sku']],
  ['line: { reference: "1" }, sku: "CUP", quantity: 9', 'QUANTITY_EXCEEDED', ['quantity']],
  ['line: { reference: "9" }, sku: "CUP"', 'NOT_FOUND', ['line']],
])('%s is refused', async (args, code, field) => {
  const number = await shop.place([{ sku: 'MUG', quantity: 1 }])
  expect((await shop.order('substituteItem', number, `${args}, ${reason}`)).userErrors).toMatchObject([{ code, field }])
})

test('what is committed is not substituted', async () => {
  const number = await shop.place([{ sku: 'CUP', quantity: 1 }])
  await shop.order('releaseOrder', number)
  const { userErrors } = await shop.order('substituteItem', number, `line: { reference: "1" }, sku: "MUG", ${reason}`)
  expect(userErrors[0]!.code).toBe('TOO_LATE_TO_CHANGE')
})

test('the books are right', () => shop.intact())
