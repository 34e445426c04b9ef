import { expect } from 'vitest'
import type { Api } from './api.ts'
import { openShop, type Shop } from './open-shop.ts'

/** What can be named of one channel, each in the words of the API. */
export interface ChannelKeys {
  channel: string
  number: string
  /** The order's payment, as Stripe knows it. */
  payment: string
  shipmentNumber: string
  trackingNumber: string
  push: string
  /** A planned shipment's number. */
  planned: string
  /** Global ids, by the type that each is of. */
  ids: Record<string, string>
}

export interface TwoChannels {
  house: Shop
  shop: ChannelKeys
  market: ChannelKeys
  /** A pick list with a shipment of each channel. */
  shared: string
}

const line = { sku: 'MUG', quantity: 1 }

/** Two channels side by side, each with one of everything that an order may have, and a pick list with a shipment of each. */
export async function twoChannels(ask: Api['ask']): Promise<TwoChannels> {
  const house = await openShop(['TRACKING_PUSH'], { ask } as Api) // a shop only asks
  await ask(
    'mutation { saveChannel(channelKey: "market", name: "Market", kind: "custom", stages: [TRACKING_PUSH]) { userErrors { message } } }',
  )
  await house.stock('MUG', 1_000)
  const shop = await fill(house, 'shop')
  const market = await fill(house, 'market')
  const shared = await pick(house, await plan(house, 'shop'), await plan(house, 'market'))
  return { house, shop, market, shared }
}

async function plan(house: Shop, channel: string): Promise<string> {
  const { order } = await house.order('releaseOrder', await house.place([line], { channel }))
  return order.shipments[0].number
}

async function pick(house: Shop, ...numbers: string[]): Promise<string> {
  const { startPicking } = await house.api.ask(
    'mutation ($shipments: [ShipmentKey!]!) { startPicking(shipments: $shipments) { pickList { id } userErrors { message } } }',
    { shipments: numbers.map((number) => ({ number })) },
  )
  expect(startPicking.userErrors).toEqual([])
  return startPicking.pickList.id
}

async function fill(house: Shop, channel: string): Promise<ChannelKeys> {
  const payment = `PAY-${channel}`
  const number = await house.place([line, line], {
    channel,
    reference: `ORDER-${channel}`,
    customer: { reference: `C-${channel}`, name: `Buyer of ${channel}`, email: `buyer@${channel}.example` },
    payments: [{ reference: payment, provider: 'stripe', status: 'PAID', amount: '20.00' }],
    refunds: [{ reference: `R-${channel}`, amount: '1.00' }],
  })
  const { order } = await house.order('releaseOrder', number, ', lines: [{ line: { reference: "1" }, quantity: 1 }]')
  const shipmentNumber = order.shipments[0].number as string
  const trackingNumber = `TRACK-${channel}`
  const pickList = await pick(house, shipmentNumber)
  const scan = `{ status: IN_TRANSIT, occurredAt: "2026-11-20T12:00:00Z", location: "Depot of ${channel}" }`
  const message = '{ reference: "M1", direction: INBOUND, body: "Hello", sentAt: "2026-11-20T10:00:00Z" }'
  const done = [
    await house.shipment('packShipment', shipmentNumber, `, packages: [{ trackingNumber: "${trackingNumber}" }]`),
    await house.shipment('shipShipment', shipmentNumber),
    await house.shipment('recordTracking', shipmentNumber, `, events: [${scan}]`),
    await house.order('holdOrder', number, ', reason: MANUAL'),
    await house.order('recordMessage', number, `, message: ${message}`),
  ]
  expect(done.flatMap(({ userErrors }) => userErrors)).toEqual([])
  await house.api.ask(
    'mutation ($n: String!) { raiseException(order: { number: $n }, kind: MANUAL, summary: "Look") { userErrors { message } } }',
    { n: number },
  )
  const wanted = await house.place([line], { channel, cancellations: [{ reference: 'C1', requested: true }] })
  const found = await idsOf(house, number, wanted)
  const planned = await plan(house, channel)
  return {
    channel,
    number,
    payment,
    shipmentNumber,
    trackingNumber,
    planned,
    ...found,
    ids: { ...found.ids, PickList: pickList },
  }
}

async function idsOf(house: Shop, number: string, wanted: string) {
  const { order, other } = await house.api.ask(
    `query ($n: String!, $wanted: String!) {
      order(number: $n) {
        id channel { id } customer { id } lines { id } holds { id } channelPushes { id } refunds { id }
        exceptions { nodes { id } } messages { nodes { id } } ledger { nodes { id } } events(first: 100) { nodes { __typename id } }
        shipments { id packages { id } }
      }
      other: order(number: $wanted) { cancellationRequests { id } }
    }`,
    { n: number, wanted },
  )
  const events: { __typename: string; id: string }[] = order.events.nodes
  const ids: Record<string, string> = {
    Order: order.id,
    Channel: order.channel.id,
    Customer: order.customer.id,
    OrderLine: order.lines[0].id,
    Hold: order.holds[0].id,
    Refund: order.refunds[0].id,
    ExceptionCase: order.exceptions.nodes[0].id,
    Message: order.messages.nodes[0].id,
    LedgerEntry: order.ledger.nodes[0].id,
    Shipment: order.shipments[0].id,
    Package: order.shipments[0].packages[0].id,
    CancellationRequest: other.cancellationRequests[0].id,
    ...Object.fromEntries(events.map((event) => [event.__typename, event.id])),
  }
  return { ids, push: order.channelPushes[0].id as string }
}
