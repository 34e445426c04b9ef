import { expect, test } from 'vitest'
import { openShop } from '../support/open-shop.ts'

const shop = await openShop()
await shop.stock('MUG', 50)
const releaseHold = async (id: string, reasonCode: string, asker?: { role: 'connector'; channelKey: string }) =>
  (
    await shop.api.ask(
      `mutation ($id: ID!, $reasonCode: String!) { releaseHold(holdId: $id, reasonCode: $reasonCode, note: "Spoke to Ada") {
        order { number status holds { reason } } userErrors { code field } } }`,
      { id, reasonCode },
      asker,
    )
  ).releaseHold

test('a hold is released once, with a reason that explains it', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 1 }])
  const { order } = await shop.order('holdOrder', number, 'reason: MANUAL')
  const { id } = order.holds[0]
  expect((await releaseHold(id, 'RECEIPT')).userErrors).toEqual([
    { code: 'UNKNOWN_REASON_CODE', field: ['reasonCode'] },
  ])
  expect(await releaseHold(id, 'CUSTOMER_CONFIRMED')).toEqual({
    order: { number, status: 'READY', holds: [] },
    userErrors: [],
  })
  expect((await releaseHold(id, 'OTHER')).userErrors).toEqual([{ code: 'ALREADY_DONE', field: ['holdId'] }])
})

test('the hold of a rule that a person released stays away while the rule sees the same', async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 1 }], { risk: { level: 'HIGH', reasons: ['rush'] } })
  const { holds } = await shop.read(number)
  await releaseHold(holds[0].id, 'FRAUD_REVIEWED')
  const { order } = await shop.order('validateOrder', number)
  expect(order).toMatchObject({ holds: [], ended: [{ reason: 'HIGH_RISK_OF_FRAUD' }] })
})

test("another channel's connector does not see the hold", async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 1 }])
  const { order } = await shop.order('holdOrder', number, 'reason: MANUAL')
  const other = { role: 'connector', channelKey: 'elsewhere' } as const
  expect((await releaseHold(order.holds[0].id, 'OTHER', other)).userErrors[0].code).toBe('NOT_FOUND')
})

test('the books are right', () => shop.intact())
