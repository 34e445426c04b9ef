import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, typedDocument } from '#api-client/client'
import { openDepot } from '#connectors/carriers/sandbox/simulator/depot'
import { serveDepot } from '#connectors/carriers/sandbox/simulator/serve'
import { serveShop } from '#connectors/channels/sandbox/simulator/serve'
import { openShop } from '#connectors/channels/sandbox/simulator/shop'
import { restockTask } from '#jobs/tasks/restock'
import { warehouseStepTask } from '#jobs/tasks/warehouse-step'
import { carrier, channels, warehouses } from '#server/demo/merchant'
import { seed } from '#server/demo/seed'
import { startWork, type Work } from '#server/worker'
import { startServer } from '../support/server.ts'

/** Buyers come to each channel until there are so many; then its time stands still, and everything is brought to its end. */
const ORDERS = 25
const BUYER_MS = 600

interface Seen {
  number: string
  status: string
  references: { kind: string; value: string }[]
  lines: { kind: string; open: number; allocated: number }[]
  holds: { reason: string }[]
  channelPushes: { state: string }[]
  shipments: { number: string; origin: string; status: string; packages: { trackingNumber: string | null }[] }[]
}

const look = typedDocument<
  { integrity: { ok: boolean; checks: unknown[] }; orders: { nodes: Seen[] } },
  Record<string, never>
>(
  'Look',
  `query Look {
    integrity { ok checks { name violations sample } }
    orders(first: 100) { nodes { number status references { kind value } lines { kind open allocated } holds { reason }
      channelPushes { state } shipments { number origin status packages { trackingNumber } } } }
  }`,
)

describe('the sandbox, with every fourth answer lost', () => {
  let work: Work
  const stops: (() => Promise<void>)[] = []
  let shops: { key: string; shop: ReturnType<typeof openShop> }[]
  const depot = openDepot({ seed: 'journey', stepMs: 300 })
  const server = startServer()

  beforeAll(async () => {
    const { url, runtime, adminToken } = await server
    let calls = 0
    shops = channels.map(({ key, profile }) => ({ key, shop: openShop({ profile, seed: key, everyMs: BUYER_MS }) }))
    const served = await Promise.all(
      shops.map(({ key, shop }) => serveShop(shop, key, () => (++calls % 4 === 0 ? 'LOST' : 'FINE'), clockOf(shop))),
    )
    let announcements = 0
    const servedDepot = await serveDepot(depot, carrier, () => ++announcements % 4 === 0)
    stops.push(...served.map(({ stop }) => stop), servedDepot.stop)
    await seed(createClient({ url: `${url}/graphql`, token: adminToken ?? '' }))
    work = await startWork(runtime, url, {
      connections: {
        channels: served.map(({ url, key }, index) => ({ channel: channels[index]?.key ?? '', url, key })),
        carriers: { [carrier]: { kind: 'sandbox', url: servedDepot.url, key: servedDepot.key } },
      },
      pace: { channelMs: 300, carrierMs: 300, warehouseMs: 300 },
      furtherTasks: [warehouseStepTask, restockTask],
      lookMs: 100,
    })
    for (const { key } of warehouses) {
      await work.add('warehouse-step', { warehouse: key, carrier }, `warehouse-step:${key}`)
      await work.add('restock', { warehouse: key }, `restock:${key}`)
    }
  })
  afterAll(async () => {
    await work?.stop()
    await Promise.all(stops.map((stop) => stop()))
  })

  it('every order ends delivered, cancelled, with the carrier or with a person, and the channel was notified of each parcel once', async () => {
    const { url, adminToken } = await server
    const admin = createClient({ url: `${url}/graphql`, token: adminToken ?? '' })
    const settled = ({ status, holds, shipments, channelPushes }: Seen): boolean =>
      channelPushes.every(({ state }) => state === 'CONFIRMED' || state === 'REJECTED') &&
      (holds.length > 0 ||
        ['DELIVERED', 'CANCELLED', 'RETURNED'].includes(status) ||
        shipments.every(({ status }) => ['DELIVERED', 'LOST', 'RETURNED_TO_SENDER', 'CANCELLED'].includes(status)))
    const placed = () => shops.flatMap(({ shop }) => shop.state().orders.map(({ order }) => order))
    const complete = (here: Set<string>) =>
      placed().length >= 2 * ORDERS && placed().every(({ id, test }) => test || here.has(id))
    const deadline = Date.now() + 90_000
    let seen = await admin.execute(look, {})
    while (!complete(idsOf(seen.orders.nodes)) || !seen.orders.nodes.every(settled)) {
      if (Date.now() > deadline)
        throw new Error(
          `still open: ${JSON.stringify(
            seen.orders.nodes.filter((each) => !settled(each)),
            null,
            1,
          )}`,
        )
      await new Promise((resolve) => setTimeout(resolve, 250))
      seen = await admin.execute(look, {})
    }

    const { integrity, orders } = seen
    expect(integrity, JSON.stringify(integrity.checks)).toMatchObject({ ok: true })
    expect(orders.nodes.length).toBeGreaterThan(ORDERS)
    expect(orders.nodes.filter(({ status }) => status === 'DELIVERED').length).toBeGreaterThan(10)

    const here = idsOf(orders.nodes)
    for (const order of placed()) {
      // Test orders are answered and not kept.
      expect(here.has(order.id), order.id).toBe(!order.test)
      const names = order.parcels.map(({ merchant_reference }) => merchant_reference)
      expect(new Set(names).size, `${order.id} was notified twice of a parcel`).toBe(names.length)
    }
    const confirmed = orders.nodes.flatMap((each) => each.channelPushes.filter(({ state }) => state === 'CONFIRMED'))
    const known = placed().flatMap(({ parcels }) => parcels)
    expect(known).toHaveLength(confirmed.length)
    // No echo of our own parcels became a second shipment, and no parcel was announced twice.
    const shipments = orders.nodes.flatMap((each) => each.shipments)
    expect(shipments.filter(({ origin }) => origin === 'CHANNEL')).toEqual([])
    const packed = shipments.flatMap(({ packages }) => packages.flatMap(({ trackingNumber }) => trackingNumber ?? []))
    expect(depot.state().parcels.length).toBeGreaterThanOrEqual(new Set(packed).size)
    expect(new Set(packed).size).toBe(packed.length)
  }, 120_000)
})

const clockOf = (shop: ReturnType<typeof openShop>) => {
  let now = Date.now()
  return () => {
    if (shop.state().ordinal < ORDERS) now = Date.now()
    return now
  }
}

const idsOf = (orders: Seen[]): Set<string> =>
  new Set(
    orders.flatMap(({ references }) =>
      references.flatMap(({ kind, value }) => (kind === 'CHANNEL_ORDER' ? value : [])),
    ),
  )
