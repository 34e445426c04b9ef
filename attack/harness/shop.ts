import { askGraphql, type Data, must } from './http.ts'
import type { Target } from './target.ts'

// Two channels side by side. Every text of a channel holds its mark, every personal one the personal mark too, so that a mark
// in the wrong answer shows what went astray.

export const channels = ['alphamark', 'betamark'] as const
export type ChannelName = (typeof channels)[number]
export const personalMark = 'personalmark'
export const skus = ['ATTACK-1', 'ATTACK-2', 'ATTACK-3'] as const

export interface Order {
  id: string
  number: string
  reference: string
  shipments: { id: string; number: string; version: number }[]
}

export interface Shop {
  tokens: { admin: string; operator: string; reader: string } & Record<ChannelName, string>
  orders: Record<ChannelName, Order[]>
  /** A cursor before the first event. */
  begin: string
}

let made = 0

/** An order as a channel sends it, marked in every text. */
export function orderInput(
  channel: ChannelName,
  more: Record<string, unknown> = {},
  lines = 2,
): Record<string, unknown> {
  const n = ++made
  const own = (what: string) => `${channel} ${what} ${n}`
  const secret = (what: string) => `${personalMark} ${channel} ${what} ${n}`
  const address = {
    name: secret('name'),
    company: secret('company'),
    lines: [secret('street')],
    city: secret('city'),
    postcode: 'D02 AF30',
    country: 'IE',
  }
  return {
    channel,
    reference: `${channel}-${n}`,
    number: `${channel}#${n}`,
    placedAt: '2026-11-20T10:00:00Z',
    currency: 'GBP',
    taxesIncluded: true,
    buyerNote: secret('note'),
    giftMessage: secret('gift'),
    tags: [`${channel}-tag`],
    channelStatuses: [{ field: 'status', value: `${channel}-status` }],
    customer: {
      reference: `${channel}-c${n}`,
      name: secret('customer'),
      email: `${personalMark}.${channel}.${n}@example.org`,
    },
    shippingAddress: address,
    billingAddress: address,
    shippingService: own('service'),
    lines: Array.from({ length: lines }, (_, line) => ({
      reference: `${channel}-${line + 1}`,
      sku: skus[line % 2],
      channelSku: `${channel}-sku-${line}`,
      title: own('title'),
      quantity: 1,
      unitPrice: '10.00',
      properties: { engraving: secret('engraving') },
    })),
    payments: [
      {
        reference: `${channel}-p${n}`,
        status: 'PAID',
        amount: `${lines * 10}.00`,
        method: own('method'),
        provider: `${channel}-pay`,
      },
    ],
    ...more,
  }
}

export const importMutation = `mutation ($orders: [OrderInput!]!) { importOrders(orders: $orders) {
  created rejected results { order { id number } userErrors { code message } } userErrors { code message } } }`

/** Makes channels, stock, orders in every state that people meet, and a token for each role. */
export async function openShop(target: Target): Promise<Shop> {
  const admin = target.adminToken
  await must(
    target,
    admin,
    `mutation {
    saveWarehouse(warehouseKey: "north", name: "North", kind: OWN, timeZone: "Europe/London", countryCode: "GB", priority: 1) { userErrors { message } }
    ${skus.map((sku, n) => `i${n}: saveStockItem(item: { sku: "${sku}" }) { userErrors { message } }`).join('\n')}
    setStock(counts: [${skus.map((sku) => `{ sku: "${sku}", warehouse: "north", onHand: 100000 }`)}], reason: "INITIAL_COUNT") { userErrors { message } } }`,
  )
  const orders = {} as Record<ChannelName, Order[]>
  for (const channel of channels) orders[channel] = await fillChannel(target, channel)
  await pickTogether(target, orders)
  for (const channel of channels) await shipAndSpeak(target, channel, orders[channel])
  await crossTalk(target, orders)
  const [operator = '', reader = '', alphamark = '', betamark = ''] = await Promise.all(
    ['operator', 'reader', ...channels.map((channel) => `connector:${channel}`)].map((role) =>
      target.command('token', 'create', '--name', `attack ${role}`, '--role', role),
    ),
  )
  const { eventLog } = await must(target, admin, '{ eventLog { oldest } }')
  return { tokens: { admin, operator, reader, alphamark, betamark }, orders, begin: eventLog.oldest }
}

/** Exceptions that name an order of one channel and the other channel: refused, or the walk shows what they reveal. */
async function crossTalk(target: Target, orders: Record<ChannelName, Order[]>): Promise<void> {
  const document = `mutation ($channel: String!, $number: String!) {
    raiseException(channel: $channel, order: { number: $number }, kind: MANUAL, reference: $number, summary: "crossed") { userErrors { code } } }`
  for (const [n, channel] of channels.entries()) {
    const number = orders[channels[1 - n] ?? channel][3]?.number
    await askGraphql(target, target.adminToken, document, { channel, number })
  }
}

async function fillChannel(target: Target, channel: ChannelName): Promise<Order[]> {
  const admin = target.adminToken
  await must(
    target,
    admin,
    `mutation ($settings: JSON) {
    saveChannel(channelKey: "${channel}", name: "${channel} name", kind: "custom", settings: $settings) { userErrors { message } }
    saveHandoffs(channelKey: "${channel}", handoffs: [{ step: 1, name: "${channel} step", source: "${channel} source", target: "${channel} target", automated: true }]) { userErrors { message } }
    mapChannelStatus(channelKey: "${channel}", field: "status", value: "${channel}-status", intent: IGNORE) { userErrors { message } }
    recordSyncRun(channelKey: "${channel}", resource: "${channel}-orders", startedAt: "2026-11-20T10:00:00Z", error: "${channel} error", ok: false) { userErrors { message } } }`,
    { settings: { locations: { main: `${personalMark} ${channel} setting` } } },
  )
  const inputs = [
    orderInput(channel),
    orderInput(channel, { refunds: [{ reference: `${channel}-r1`, amount: '1.00', reason: `${channel} refund` }] }),
    orderInput(channel, {
      cancellations: [{ reference: `${channel}-x1`, requested: true, reason: `${channel} reason` }],
    }),
    orderInput(channel, { risk: { level: 'HIGH', provider: `${channel}-risk`, reasons: [`${channel} reason`] } }),
  ]
  const { importOrders } = await must(target, admin, importMutation, { orders: inputs })
  return importOrders.results.map(({ order }: Data, n: number) => ({
    ...order,
    reference: inputs[n]?.reference,
    shipments: [],
  }))
}

/** Both channels' shipments go on one pick list. */
async function pickTogether(target: Target, orders: Record<ChannelName, Order[]>): Promise<void> {
  const picked: Order[] = channels.flatMap((channel) => orders[channel].slice(0, 1))
  for (const order of picked) {
    const { releaseOrder } = await must(
      target,
      target.adminToken,
      'mutation ($n: String!) { releaseOrder(order: { number: $n }) { order { shipments { id number version } } userErrors { code message } } }',
      { n: order.number },
    )
    order.shipments = releaseOrder.order.shipments
  }
  await must(
    target,
    target.adminToken,
    'mutation ($s: [ShipmentKey!]!) { startPicking(shipments: $s) { userErrors { code message } } }',
    { s: picked.flatMap(({ shipments }) => shipments.map(({ number }) => ({ number }))) },
  )
}

async function shipAndSpeak(target: Target, channel: ChannelName, orders: Order[]): Promise<void> {
  const [first, second] = orders
  const shipment = first?.shipments[0]?.number
  const secret = (what: string) => `${personalMark} ${channel} ${what}`
  const packages = [
    { reference: `${channel}-box`, carrier: `${channel}-carrier`, trackingNumber: `${channel.toUpperCase()}TRACK1` },
  ]
  await must(
    target,
    target.adminToken,
    `mutation ($s: String!, $n: String!, $packages: [PackageInput!], $tracking: [TrackingEventInput!]!, $message: MessageInput!, $note: String!, $address: AddressInput!, $evidence: JSON) {
    packShipment(shipment: { number: $s }, packages: $packages) { userErrors { code message } }
    shipShipment(shipment: { number: $s }) { userErrors { code message } }
    recordTracking(shipment: { number: $s }, events: $tracking) { userErrors { code message } }
    recordMessage(order: { number: $n }, message: $message) { userErrors { code message } }
    holdOrder(order: { number: $n }, reason: MANUAL, note: $note) { userErrors { code message } }
    editShippingAddress(order: { number: $n }, address: $address, reasonCode: "CUSTOMER_REQUEST") { userErrors { code message } }
    raiseException(order: { number: $n }, kind: MANUAL, summary: $note, evidence: $evidence) { userErrors { code message } } }`,
    {
      s: shipment,
      n: second?.number,
      packages,
      tracking: [
        {
          status: 'IN_TRANSIT',
          occurredAt: '2026-11-21T10:00:00Z',
          reference: `${channel}-scan`,
          location: secret('location'),
          description: secret('scan'),
        },
      ],
      message: {
        reference: `${channel}-m1`,
        direction: 'INBOUND',
        subject: secret('subject'),
        body: secret('body'),
        sentAt: '2026-11-20T10:00:00Z',
      },
      note: secret('memo'),
      address: {
        name: secret('moved'),
        lines: [secret('lane')],
        city: secret('town'),
        postcode: 'D02 AF30',
        country: 'IE',
      },
      evidence: { channel: `${channel} evidence` },
    },
  )
}
