import { expect, test } from 'vitest'
import { openShop } from '../support/open-shop.ts'

const shop = await openShop()
await shop.stock('MUG', 50)
await shop.stock('CUP', 3)
await shop.stock('CUP', 3, 'south')

test('a release allocates stock, plans a shipment and says which warehouse and why', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 2 }])
  const before = await shop.level('MUG')
  const { order, userErrors } = await shop.order('releaseOrder', number)
  expect(userErrors).toEqual([])
  expect(order).toMatchObject({ status: 'RELEASED', customerStatus: 'PREPARING', lines: [{ open: 0, allocated: 2 }] })
  expect(order.releasedAt).not.toBeNull()
  expect(order.shipments).toMatchObject([
    {
      number: `${number}-1`,
      status: 'PLANNED',
      warehouse: { key: 'north' },
      routing: {
        candidates: [
          { warehouse: { key: 'north' }, chosen: true, eliminatedBy: null },
          { warehouse: { key: 'south' }, chosen: false, eliminatedBy: 'NO_STOCK' },
        ],
      },
    },
  ])
  expect(await shop.level('MUG')).toMatchObject({ available: before.available! - 2, committed: before.committed! + 2 })
  expect((await shop.order('releaseOrder', number)).userErrors[0]).toMatchObject({
    code: 'ALREADY_DONE',
    field: ['order'],
  })
})

test('two lines of one order on the same SKU count together, and a refusal writes nothing', async () => {
  await shop.stock('PAIR', 6)
  const number = await shop.place([
    { sku: 'PAIR', quantity: 3 },
    { sku: 'PAIR', quantity: 3 },
  ])
  await shop.stock('PAIR', 5)
  const { order, userErrors } = await shop.order('releaseOrder', number)
  expect(userErrors).toMatchObject([
    { code: 'INSUFFICIENT_STOCK', details: { shortages: [{ sku: 'PAIR', wanted: 6, available: 5 }] } },
  ])
  expect(order).toMatchObject({ status: 'READY', shipments: [] })
  expect(await shop.level('PAIR')).toMatchObject({ available: 5, committed: 0 })
})

test('what is there goes out, the rest stays open and follows', async () => {
  await shop.stock('SLOW', 4)
  const number = await shop.place([{ sku: 'SLOW', quantity: 4 }])
  await shop.stock('SLOW', 1)
  const { order } = await shop.order('releaseOrder', number, 'policy: AVAILABLE')
  expect(order.lines).toMatchObject([{ open: 3, allocated: 1 }])
  await shop.stock('SLOW', 9)
  const rest = await shop.order('releaseOrder', number)
  expect(rest.order.shipments).toHaveLength(2)
  expect(rest.order.lines).toMatchObject([{ open: 0, allocated: 4 }])
})

test('an order that no single warehouse can serve is split into as few shipments as possible', async () => {
  const number = await shop.place([{ sku: 'CUP', quantity: 5 }])
  const { order } = await shop.order('releaseOrder', number)
  expect(order.shipments.map((row: { warehouse: { key: string } }) => row.warehouse.key)).toEqual(['north', 'south'])
})

test('named lines are released alone, by reference or by id', async () => {
  const number = await shop.place([
    { sku: 'MUG', quantity: 1 },
    { sku: 'MUG', quantity: 2 },
  ])
  const first = await shop.order('releaseOrder', number, 'lines: [{ line: { reference: "2" }, quantity: 1 }]')
  expect(first.order.lines).toMatchObject([{ allocated: 0 }, { allocated: 1 }])
  const id = first.order.lines[0].id
  const second = await shop.order('releaseOrder', number, `lines: [{ line: { id: "${id}" }, quantity: 1 }]`)
  expect(second.order.lines).toMatchObject([{ allocated: 1 }, { allocated: 1 }])
})

test.each([
  ['a line that is not there', '[{ line: { reference: "9" }, quantity: 1 }]', 'NOT_FOUND', ['lines', '0', 'line']],
  ['no unit', '[{ line: { reference: "1" }, quantity: 0 }]', 'INVALID_INPUT', ['lines', '0', 'quantity']],
  ['too many units', '[{ line: { reference: "1" }, quantity: 2 }]', 'QUANTITY_EXCEEDED', ['lines', '0', 'quantity']],
  [
    'a line twice',
    '[{ line: { reference: "1" }, quantity: 1 }, { line: { reference: "1" }, quantity: 1 }]',
    'INVALID_INPUT',
    ['lines', '1'],
  ],
  ['an empty list', '[]', 'INVALID_INPUT', ['lines']],
])('naming %s is refused where it stands', async (_, lines, code, field) => {
  const number = await shop.place([{ sku: 'MUG', quantity: 1 }])
  expect((await shop.order('releaseOrder', number, `lines: ${lines}`)).userErrors).toMatchObject([{ code, field }])
})

test('a hold is never overridden; released with a reason, the rule that failed is', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 1 }], { risk: { level: 'HIGH', reasons: ['rush'] } })
  const held = await shop.order('releaseOrder', number, 'overrideReasonCode: "FRAUD_REVIEWED"')
  expect(held.userErrors[0]).toMatchObject({
    code: 'ORDER_ON_HOLD',
    details: { holds: [{ reason: 'HIGH_RISK_OF_FRAUD' }] },
  })
  expect(held.order.allowedActions).not.toContain('RELEASE')
  await shop.api.ask(
    'mutation ($id: ID!) { releaseHold(holdId: $id, reasonCode: "FRAUD_REVIEWED") { userErrors { code } } }',
    {
      id: held.order.holds[0].id,
    },
  )
  expect((await shop.order('releaseOrder', number)).userErrors[0]!.code).toBe('VALIDATION_FAILED')
  const { order, userErrors } = await shop.order('releaseOrder', number, 'overrideReasonCode: "FRAUD_REVIEWED"')
  expect(userErrors).toEqual([])
  expect(order.status).toBe('RELEASED')
})

test('a version that is no longer the latest is refused with the one that is', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 1 }])
  const { version } = await shop.read(number)
  const { userErrors } = await shop.order('releaseOrder', number, `ifVersion: ${version - 1}`)
  expect(userErrors[0]).toMatchObject({ code: 'STALE_VERSION', details: { version } })
  expect((await shop.order('releaseOrder', number, `ifVersion: ${version}`)).userErrors).toEqual([])
})

test('a repeat under one key releases once and answers the same', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 1 }])
  const document = `mutation ($number: String!) { releaseOrder(order: { number: $number }) @idempotent(key: "again") { order { version } userErrors { code } } }`
  const first = await shop.api.ask(document, { number })
  expect(await shop.api.ask(document, { number })).toEqual(first)
  expect(first.releaseOrder.userErrors).toEqual([])
})

test('the books are right', () => shop.intact())
