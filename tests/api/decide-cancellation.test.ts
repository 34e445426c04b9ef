import { expect, test } from 'vitest'
import { openShop } from '../support/open-shop.ts'

const shop = await openShop()
await shop.stock('MUG', 50)
const asked = async () => {
  const number = await shop.place([{ sku: 'MUG', quantity: 1 }], {
    cancellations: [{ reference: 'c1', requested: true }],
  })
  return { number, order: await shop.read(number) }
}
const decide = async (requestId: string, args: string) =>
  (
    await shop.api.ask(
      `mutation ($requestId: ID!) { decideCancellation(requestId: $requestId, ${args}) {
        order { status holds { reason } cancellationRequests { accepted } exceptions(statuses: [OPEN]) { nodes { kind } } } userErrors { code field } } }`,
      { requestId },
    )
  ).decideCancellation

test('an accepted request cancels the order and its money is due', async () => {
  const { order } = await asked()
  expect(order.holds).toMatchObject([{ reason: 'CANCEL_REQUESTED' }])
  expect(order.allowedActions).toContain('DECIDE_CANCELLATION')
  const decided = await decide(order.cancellationRequests[0].id, 'accept: true')
  expect(decided).toMatchObject({
    userErrors: [],
    order: { status: 'CANCELLED', holds: [], cancellationRequests: [{ accepted: true }] },
  })
  expect(decided.order.exceptions.nodes).toEqual([{ kind: 'REFUND_DUE' }])
  expect((await decide(order.cancellationRequests[0].id, 'accept: true')).userErrors[0].code).toBe('ALREADY_DONE')
})

test('a declined request needs a reason, and lets the order go on', async () => {
  const { number, order } = await asked()
  const id = order.cancellationRequests[0].id
  expect((await decide(id, 'accept: false')).userErrors).toEqual([{ code: 'REASON_REQUIRED', field: ['reasonCode'] }])
  const decided = await decide(id, 'accept: false, reasonCode: "CUSTOMER_CONFIRMED"')
  expect(decided.order).toMatchObject({ status: 'READY', holds: [], exceptions: { nodes: [] } })
  expect((await shop.order('releaseOrder', number)).userErrors).toEqual([])
})

test('a request that is nowhere is not found', async () => {
  expect((await decide('bm9uZQ', 'accept: true')).userErrors).toEqual([{ code: 'NOT_FOUND', field: ['requestId'] }])
})

test('the books are right', () => shop.intact())
