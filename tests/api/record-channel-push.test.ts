import { expect, test } from 'vitest'
import { nodeId } from '#api-client/node-id'
import { encodeGlobalId } from '#schema/global-id'
import { openShop } from '../support/open-shop.ts'

const shop = await openShop(['TRACKING_PUSH'])
await shop.stock('MUG', 50)

const record = `mutation ($pushId: ID!, $state: PushState!, $reference: String, $error: String) {
  recordChannelPush(pushId: $pushId, state: $state, reference: $reference, error: $error) {
    order { number version references { kind value } channelPushes { state attempts lastError confirmedAt }
      exceptions { nodes { kind status summary evidence } } events(last: 3) { nodes { type changes { field before after } } } }
    userErrors { code field message }
  }
}`

/** A shipment that has left: its push waits for the channel's answer. */
const shipped = async () => {
  const number = await shop.packed(await shop.place([{ sku: 'MUG', quantity: 1 }]))
  const { shipment } = await shop.shipment('shipShipment', number)
  const { order } = await shop.api.ask('query ($n: String!) { order(number: $n) { channelPushes { id } } }', {
    n: shipment.order.number,
  })
  return order.channelPushes[0].id as string
}
const answer = async (pushId: string, more: object, asker = {}) =>
  (await shop.api.ask(record, { pushId, ...more }, asker)).recordChannelPush

test('a confirmation is kept with what the channel calls it, and stands whatever comes later', async () => {
  const pushId = await shipped()
  const { order, userErrors } = await answer(pushId, { state: 'CONFIRMED', reference: 'F-77' })
  expect(userErrors).toEqual([])
  expect(order.channelPushes).toMatchObject([{ state: 'CONFIRMED', attempts: 1, lastError: null }])
  expect(order.channelPushes[0].confirmedAt).not.toBeNull()
  expect(order.references).toContainEqual({ kind: 'FULFILLMENT', value: 'F-77' })
  expect(order.events.nodes.at(-1)).toMatchObject({
    type: 'CHANNEL_PUSH_ANSWERED',
    changes: [{ field: 'state', before: 'REQUESTED', after: 'CONFIRMED' }],
  })
  for (const state of ['REJECTED', 'IN_DOUBT', 'CONFIRMED']) {
    expect((await answer(pushId, { state, error: 'too late' })).order).toEqual(order)
  }
})

test('a rejection asks a person, and is answered when the channel agrees after all', async () => {
  const pushId = await shipped()
  const rejected = await answer(pushId, { state: 'REJECTED', error: 'no such order' })
  expect(rejected.order.channelPushes).toMatchObject([{ state: 'REJECTED', attempts: 1, lastError: 'no such order' }])
  expect(rejected.order.exceptions.nodes).toMatchObject([
    { kind: 'CHANNEL_PUSH_REJECTED', status: 'OPEN', evidence: { fact: 'SHIPMENT', said: 'no such order' } },
  ])
  const confirmed = await answer(pushId, { state: 'CONFIRMED' })
  expect(confirmed.order.exceptions.nodes).toMatchObject([{ kind: 'CHANNEL_PUSH_REJECTED', status: 'RESOLVED' }])
})

test('a doubt counts as an attempt and asks nobody yet', async () => {
  const pushId = await shipped()
  await answer(pushId, { state: 'IN_DOUBT', error: 'no answer' })
  const { order } = await answer(pushId, { state: 'IN_DOUBT', error: 'x'.repeat(2_000) })
  expect(order.channelPushes).toMatchObject([{ state: 'IN_DOUBT', attempts: 2, lastError: 'x'.repeat(500) }])
  expect(order.exceptions.nodes).toEqual([])
})

test('what waits for an answer is no answer, and nobody answers for another channel', async () => {
  const pushId = await shipped()
  expect((await answer(pushId, { state: 'REQUESTED' })).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', field: ['state'] },
  ])
  for (const unknown of ['no id', 'cccccccc-0000-4000-8000-000000000000']) {
    expect((await answer(unknown, { state: 'CONFIRMED' })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['pushId'] },
    ])
  }
  const other = { role: 'connector' as const, channelKey: 'another' }
  expect((await answer(pushId, { state: 'CONFIRMED' }, other)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }])
})

test('the jobs name rows as the API does', () => {
  const id = 'cccccccc-0000-4000-8000-000000000000'
  expect(nodeId('Order', id)).toBe(encodeGlobalId('Order', id))
})
