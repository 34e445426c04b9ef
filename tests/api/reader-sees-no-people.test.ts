import { expect, test } from 'vitest'
import { openShop } from '../support/open-shop.ts'

const house = await openShop()
await house.stock('MUG', 50)
const reader = { role: 'reader' as const }

test('a reader does not see where a parcel was scanned, nor what the carrier wrote', async () => {
  const shipment = await house.packed(await house.place([{ sku: 'MUG', quantity: 1 }]))
  const scan = '{ status: DELIVERED, occurredAt: "2026-11-21T12:00:00Z", location: "12 Secret Street" }'
  expect((await house.shipment('recordTracking', shipment, `, events: [${scan}]`)).userErrors).toEqual([])
  const asked = `{ shipment(number: "${shipment}") { packages { trackingEvents { nodes { status location } } } } }`
  const [own] = (await house.api.ask(asked)).shipment.packages
  expect(own.trackingEvents.nodes).toEqual([{ status: 'DELIVERED', location: '12 Secret Street' }])
  const [seen] = (await house.api.ask(asked, {}, reader)).shipment.packages
  expect(seen.trackingEvents.nodes).toEqual([{ status: 'DELIVERED', location: null }])
})

test('a reader sees that settings of a channel changed, and not to what', async () => {
  await house.api.startLog()
  await house.api.ask(
    'mutation { saveChannel(channelKey: "shop", settings: { locations: { Depot: "north" }, releaseOnAuthorization: true }) { userErrors { message } } }',
  )
  const changes = async (asker = {}) => {
    const asked = '{ events(types: [CHANNEL_SAVED], last: 1) { nodes { changes { field before after redacted } } } }'
    await expect.poll(async () => (await house.api.ask(asked)).events.nodes[0]?.changes.length ?? 0).toBe(2)
    return (await house.api.ask(asked, {}, asker)).events.nodes[0].changes
  }
  const hidden = { before: null, after: null, redacted: true }
  expect(await changes()).toContainEqual({
    field: 'settings.locations',
    before: null,
    after: { Depot: 'north' },
    redacted: false,
  })
  expect((await changes(reader)).toSorted(byField)).toEqual([
    { field: 'settings.locations', ...hidden },
    { field: 'settings.releaseOnAuthorization', ...hidden },
  ])
})

const byField = (a: { field: string }, b: { field: string }) => a.field.localeCompare(b.field)

test('a percent sign, an underscore and a backslash in a search are themselves', async () => {
  for (const [sku, name] of [
    ['A-1', '50% off'],
    ['A_1', '50 off'],
    ['B\\1', 'back\\slash'],
  ])
    await house.api.ask('mutation ($item: StockItemInput!) { saveStockItem(item: $item) { userErrors { message } } }', {
      item: { sku, name },
    })
  const items = async (search: string) =>
    (
      await house.api.ask(
        'query ($search: String) { stockItems(filter: { search: $search }) { nodes { sku } totalCount } }',
        { search },
      )
    ).stockItems.nodes.map(({ sku }: { sku: string }) => sku)
  expect(await items('A_')).toEqual(['A_1'])
  expect(await items('%')).toEqual(['A-1'])
  expect(await items('50%')).toEqual(['A-1'])
  expect(await items('B\\')).toEqual(['B\\1'])
  expect(await items('k\\s')).toEqual(['B\\1'])
  await house.place([{ sku: 'MUG', quantity: 1 }], {
    customer: { reference: 'c1', name: 'Per%cent Under_score', email: 'a_b@example.org' },
  })
  const orders = async (search: string) =>
    (await house.api.ask('query ($search: String) { orders(filter: { search: $search }) { totalCount } }', { search }))
      .orders.totalCount
  for (const text of ['per%cent', 'under_score', 'r%c', 'a_b@example.org']) expect(await orders(text), text).toBe(1)
  for (const text of ['perxcent', 'p%t', 'under%', 'underxscore', 'a%b@example.org', '%%%', '___', 'axb@example.org'])
    expect(await orders(text), text).toBe(0)
})
