import { expect, test } from 'vitest'
import { openShop } from '../support/open-shop.ts'

const shop = await openShop(['TRACKING_PUSH'])
await shop.stock('MUG', 50)
const reader = { role: 'reader' as const }
const words = '12 Secret Street is not an address'

const shipped = async (): Promise<string> => {
  const number = await shop.packed(await shop.place([{ sku: 'MUG', quantity: 1 }]))
  return (await shop.shipment('shipShipment', number)).shipment.order.number
}

test('what a channel answered is not shown to a reader: not with the push, the run, nor the exceptions', async () => {
  const number = await shipped()
  const pushed =
    '{ order(number: "%") { channelPushes { id lastError } exceptions { nodes { kind evidence } } } }'.replace(
      '%',
      number,
    )
  const { order } = await shop.api.ask(pushed)
  const answer = `mutation ($id: ID!, $error: String) {
    recordChannelPush(pushId: $id, state: REJECTED, error: $error) { userErrors { code } }
    recordSyncRun(channelKey: "shop", resource: "orders", startedAt: "2026-11-20T10:00:00Z", finishedAt: "2026-11-20T10:01:00Z", ok: false, error: $error) { userErrors { code message } }
  }`
  expect(await shop.api.ask(answer, { id: order.channelPushes[0].id, error: words })).toMatchObject({
    recordChannelPush: { userErrors: [] },
    recordSyncRun: { userErrors: [] },
  })
  const asked = `{ channels { syncRuns { error } } ${pushed.slice(1)}`
  expect(JSON.stringify(await shop.api.ask(asked)).split(words)).toHaveLength(4)
  const seen = await shop.api.ask(asked, {}, reader)
  expect(seen.order.exceptions.nodes).toEqual([{ kind: 'CHANNEL_PUSH_REJECTED', evidence: null }])
  expect(JSON.stringify(seen)).not.toContain(words)
})

test('what a person wrote when settling an exception is redacted in the trail, and is no part of the event', async () => {
  const number = await shipped()
  const { raiseException } = await shop.api.ask(
    'mutation ($n: String!) { raiseException(order: { number: $n }, kind: MANUAL, summary: "Ring Ada Byron") { exceptionCase { id } } }',
    { n: number },
  )
  await shop.api.ask(
    'mutation ($id: ID!) { resolveExceptions(exceptions: [{ id: $id }], reasonCode: "FIXED", resolution: "Rang Ada Byron") { userErrors { code } } }',
    { id: raiseException.exceptionCase.id },
  )
  const trail = `{ order(number: "${number}") { events(last: 1) { nodes { type changes { field after redacted } } } } }`
  const resolution = async (asker = {}) =>
    (await shop.api.ask(trail, {}, asker)).order.events.nodes[0].changes.find(
      ({ field }: { field: string }) => field === 'resolution',
    )
  expect(await resolution()).toEqual({ field: 'resolution', after: 'Rang Ada Byron', redacted: false })
  expect(await resolution(reader)).toEqual({ field: 'resolution', after: null, redacted: true })
  const { rows } = await shop.api.store.pool.query(
    `select 1 from event where "data"::text || "changes"::text like '%Ada Byron%'`,
  )
  expect(rows).toEqual([])
})

test('a connector sees that units moved, and not for which order of another channel', async () => {
  await shipped()
  const asked = '{ stockItem(sku: "MUG") { movements(first: 1) { nodes { quantity reference actor { name } } } } }'
  const latest = async (channelKey: string) =>
    (await shop.api.ask(asked, {}, { role: 'connector', channelKey })).stockItem.movements.nodes[0]
  expect(await latest('shop')).toMatchObject({ quantity: 1, reference: expect.stringContaining('CD-') })
  expect(await latest('another')).toEqual({ quantity: 1, reference: null, actor: null })
})
