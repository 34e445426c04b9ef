import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Api, startApi } from '../support/api.ts'

/** How often the carrier's job comes back for a shipment that is not here yet. */
const ROUNDS = 4

let api: Api
const connector = { role: 'connector', channelKey: 'shop' } as const

beforeAll(async () => {
  api = await startApi()
  await api.ask(`mutation {
    saveChannel(channelKey: "shop", name: "Shop", kind: "custom") { userErrors { message } }
    saveWarehouse(warehouseKey: "leeds", name: "Leeds", kind: OWN, timeZone: "Europe/London", countryCode: "GB", priority: 1) { userErrors { message } }
    a: saveStockItem(item: {sku: "MUG"}) { userErrors { message } }
    b: saveStockItem(item: {sku: "TEA"}) { userErrors { message } }
    setStock(counts: [{sku: "MUG", warehouse: "leeds", onHand: 100000}, {sku: "TEA", warehouse: "leeds", onHand: 100000}], reason: "INITIAL_COUNT") { userErrors { message } }
    c: mapChannelStatus(channelKey: "shop", field: "status", value: "pending", intent: AWAIT_PAYMENT) { userErrors { message } }
    d: mapChannelStatus(channelKey: "shop", field: "status", value: "open", intent: ACCEPT) { userErrors { message } }
    e: mapChannelStatus(channelKey: "shop", field: "status", value: "sent", intent: IGNORE) { userErrors { message } }
    f: mapChannelStatus(channelKey: "shop", field: "status", value: "cancelled", intent: CANCEL) { userErrors { message } }
    g: mapChannelStatus(channelKey: "shop", field: "status", value: "asking", intent: CANCEL_REQUESTED) { userErrors { message } }
  }`)
})

/** One message about the order; `reference` names the order of this run, so that runs do not meet. */
type Message = (reference: string) => Promise<'done' | 'later'>

const snapshot =
  (more: Record<string, unknown>): Message =>
  async (reference) => {
    const { importOrders } = await api.ask(
      `mutation ($orders: [OrderInput!]!) { importOrders(orders: $orders) { results { outcome userErrors { message } } } }`,
      {
        orders: [
          {
            channel: 'shop',
            reference,
            placedAt: '2026-11-20T10:00:00Z',
            currency: 'GBP',
            taxesIncluded: true,
            customer: { reference: `${reference}-buyer`, name: 'Ada', email: 'ada@example.org' },
            shippingAddress: address,
            shippingPrice: '3.95',
            ...more,
          },
        ],
      },
      connector,
    )
    expect(importOrders.results[0].userErrors).toStrictEqual([])
    return 'done'
  }

const address = { name: 'Ada Lovelace', lines: ['1 Main Street'], city: 'London', postcode: 'SW1A 1AA', country: 'GB' }
const line = (reference: string, sku: string, quantity: number) => ({ reference, sku, quantity, unitPrice: '10.00' })

const mutation =
  (field: string, document: string, variables: (reference: string) => Record<string, unknown>): Message =>
  async (reference) => {
    const data = await api.ask(document, variables(reference), connector)
    const codes = data[field].userErrors.map((error: { code: string }) => error.code)
    if (codes.includes('NOT_FOUND')) return 'later'
    // A repeat finds the work done, or what it wanted to change gone.
    expect(['ALREADY_DONE', 'TOO_LATE_TO_CHANGE', 'QUANTITY_EXCEEDED']).toEqual(expect.arrayContaining(codes))
    return 'done'
  }

const payment = (status: string, captured: string): Message =>
  mutation(
    'recordPayment',
    `mutation ($order: OrderKey!, $payment: PaymentInput!) { recordPayment(order: $order, payment: $payment) { userErrors { code message } } }`,
    (reference) => ({
      order: { reference: { system: 'shop', value: reference } },
      payment: { reference: 'P1', provider: 'stripe', status, amount: '43.95', captured },
    }),
  )

const cancellation = (lines: { line: { reference: string }; quantity: number }[] | null, id?: string): Message =>
  mutation(
    'cancelOrder',
    `mutation ($order: OrderKey!, $lines: [LineQuantityInput!], $id: String) { cancelOrder(order: $order, reason: CUSTOMER, refund: false, lines: $lines, reference: $id) { userErrors { code message } } }`,
    (reference) => ({ order: { reference: { system: 'shop', value: reference } }, lines, id }),
  )

const scan = (trackingNumber: string, status: string, occurredAt: string): Message =>
  mutation(
    'recordTracking',
    `mutation ($shipment: ShipmentKey!, $events: [TrackingEventInput!]!) { recordTracking(shipment: $shipment, events: $events) { userErrors { code message } } }`,
    (reference) => ({
      shipment: { trackingNumber: `${reference}-${trackingNumber}` },
      events: [{ trackingNumber: `${reference}-${trackingNumber}`, status, occurredAt }],
    }),
  )

const fulfilled = (reference: string, lines: { line: string; quantity: number }[], trackingNumber?: string) => ({
  reference,
  lines,
  location: 'leeds',
  shippedAt: '2026-11-21T08:00:00Z',
  ...(trackingNumber === undefined ? {} : { trackingNumber }),
})

/** Everything of an order that must not depend on the order of the messages: all but ids, times, and the history itself. */
const read = `query ($value: String!) { orderByReference(system: "shop", value: $value) {
  status customerStatus paymentStatus channelStatuses { field value }
  shippingAddress { name lines city postcode countryCode } customer { name email phone } tags buyerNote
  subtotal { amount } shippingTotal { amount } discountTotal { amount } total { amount } paidTotal { amount } refundedTotal { amount } balance { amount }
  lines { reference sku quantity open allocated shipped delivered cancelled returned lost total { amount } }
  payments { reference status amount { amount } captured { amount } refunded { amount } }
  holds { reason }
  validation { rule passed }
  shipments { origin status lines { orderLine { reference } quantity } packages { trackingNumber status } }
  refunds { kind status amount { amount } reference }
  references { system kind value }
  exceptions(statuses: [OPEN, IN_PROGRESS]) { nodes { kind } }
  cancellationRequests { accepted }
} }`

async function finalState(reference: string): Promise<unknown> {
  const { orderByReference: order } = await api.ask(read, { value: reference })
  const plain = JSON.parse(JSON.stringify(order).replaceAll(reference, 'R'))
  const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort()
  const ledger = await api.store.pool.query(
    `select coalesce(sum(l."amount"), 0)::int as sum from ledger_entry l join "order" o on o."id" = l."orderId" where o."reference" = $1`,
    [reference],
  )
  const stock = await api.store.pool.query(
    `select m."fromState", m."toState", i."sku", sum(m."quantity")::int as units from stock_movement m join stock_item i on i."id" = m."stockItemId"
     join "order" o on o."id" = m."orderId" where o."reference" = $1 group by 1, 2, 3 order by 3, 1, 2`,
    [reference],
  )
  return {
    ...plain,
    references: sorted(plain.references),
    shipments: sorted(plain.shipments.filter((s: { status: string }) => s.status !== 'CANCELLED')),
    exceptions: sorted(plain.exceptions.nodes),
    cancellationRequests: plain.cancellationRequests.filter((r: { accepted: boolean | null }) => r.accepted === null),
    holds: sorted(plain.holds),
    refunds: sorted(plain.refunds),
    ledger: ledger.rows[0].sum,
    stock: stock.rows,
  }
}

let run = 0

/** Delivers in the given order; what asks for something that is not here yet is delivered again later, as its job would. */
async function deliver(messages: Message[]): Promise<unknown> {
  const reference = `R${++run}`
  let queue = messages
  for (let round = 0; queue.length > 0 && round < ROUNDS; round++) {
    const later: Message[] = []
    for (const message of queue) if ((await message(reference)) === 'later') later.push(message)
    queue = later
  }
  expect(queue).toHaveLength(0)
  return finalState(reference)
}

/** The messages in any order, some of them several times. */
const anyDelivery = (count: number) =>
  fc.array(fc.nat(count - 1), { maxLength: 4 }).chain((again) => {
    const indices = [...Array(count).keys(), ...again]
    return fc.shuffledSubarray(indices, { minLength: indices.length })
  })

async function holdsForAnyDelivery(messages: Message[], runs: number): Promise<void> {
  const expected = await deliver(messages)
  await fc.assert(
    fc.asyncProperty(anyDelivery(messages.length), async (indices) => {
      expect(await deliver(indices.map((index) => messages[index]!))).toStrictEqual(expected)
    }),
    { numRuns: runs, endOnFailure: false },
  )
}

describe('whatever the order of its messages, and however often each comes, an order ends the same', () => {
  test('when it is edited, paid, partly cancelled, shipped by the channel and tracked to the delivery', async () => {
    const lines = [line('A', 'MUG', 2), line('B', 'TEA', 2)]
    await holdsForAnyDelivery(
      [
        snapshot({
          updatedAt: '2026-11-20T10:00:00Z',
          channelStatuses: [{ field: 'status', value: 'pending' }],
          lines: [line('A', 'MUG', 1), line('B', 'TEA', 2), line('X', 'MUG', 1)],
          payments: [{ reference: 'P1', provider: 'stripe', status: 'PENDING', amount: '43.95' }],
        }),
        snapshot({
          updatedAt: '2026-11-20T11:00:00Z',
          channelStatuses: [{ field: 'status', value: 'odd' }],
          shippingAddress: { ...address, postcode: 'nonsense' },
          lines,
          tags: ['vip'],
        }),
        snapshot({ updatedAt: '2026-11-20T12:00:00Z', channelStatuses: [{ field: 'status', value: 'open' }], lines }),
        snapshot({
          updatedAt: '2026-11-21T09:00:00Z',
          channelStatuses: [{ field: 'status', value: 'sent' }],
          lines,
          fulfillments: [fulfilled('F1', [{ line: 'A', quantity: 2 }])],
        }),
        async (reference) =>
          snapshot({
            updatedAt: '2026-11-21T10:00:00Z',
            channelStatuses: [{ field: 'status', value: 'sent' }],
            lines,
            buyerNote: 'Thank you',
            fulfillments: [fulfilled('F1', [{ line: 'A', quantity: 2 }], `${reference}-T1`)],
          })(reference),
        payment('PAID', '43.95'),
        cancellation([{ line: { reference: 'B' }, quantity: 1 }], 'C1'),
        scan('T1', 'IN_TRANSIT', '2026-11-21T12:00:00Z'),
        scan('T1', 'OUT_FOR_DELIVERY', '2026-11-22T07:00:00Z'),
        scan('T1', 'DELIVERED', '2026-11-22T11:00:00Z'),
      ],
      25,
    )
  })

  test('when the buyer asks for a cancellation, the channel cancels it all and pays back', async () => {
    const lines = [line('A', 'MUG', 2), line('B', 'TEA', 2)]
    const paid = [{ reference: 'P1', provider: 'stripe', status: 'PAID', amount: '43.95' }]
    await holdsForAnyDelivery(
      [
        snapshot({
          updatedAt: '2026-11-20T10:00:00Z',
          channelStatuses: [{ field: 'status', value: 'open' }],
          lines,
          payments: paid,
        }),
        snapshot({
          updatedAt: '2026-11-20T11:00:00Z',
          channelStatuses: [{ field: 'status', value: 'asking' }],
          lines,
          payments: paid,
        }),
        snapshot({
          updatedAt: '2026-11-20T12:00:00Z',
          channelStatuses: [{ field: 'status', value: 'cancelled' }],
          lines: [...lines, line('C', 'UNKNOWN', 1)],
          payments: paid,
        }),
        snapshot({
          updatedAt: '2026-11-20T13:00:00Z',
          channelStatuses: [{ field: 'status', value: 'cancelled' }],
          lines,
          payments: paid,
          cancellations: [{ reference: 'C1', cancelledAt: '2026-11-20T12:00:00Z', reason: 'CUSTOMER' }],
          refunds: [{ reference: 'R1', amount: '43.95', lines: [{ line: 'A', quantity: 2 }] }],
        }),
        payment('PAID', '43.95'),
        cancellation(null),
      ],
      25,
    )
  })

  test('when it stays troubled: unpaid, at risk and with a status and a SKU that nobody knows', async () => {
    const lines = [line('A', 'MUG', 2), line('B', 'NOBODY-KNOWS', 1)]
    const risk = { level: 'HIGH', score: 0.9, provider: 'radar' }
    await holdsForAnyDelivery(
      [
        snapshot({
          updatedAt: '2026-11-20T10:00:00Z',
          channelStatuses: [{ field: 'status', value: 'open' }],
          lines: [line('A', 'MUG', 2), line('B', 'TEA', 3)],
        }),
        snapshot({
          updatedAt: '2026-11-20T12:00:00Z',
          channelStatuses: [{ field: 'status', value: 'odd' }],
          lines,
          risk,
          total: '1.00',
        }),
        snapshot({
          updatedAt: '2026-11-20T12:30:00Z',
          channelStatuses: [{ field: 'status', value: 'odder' }],
          lines,
          risk,
          total: '2.00',
          tags: ['other'],
        }),
        payment('FAILED', '0.00'),
        payment('PENDING', '0.00'),
        cancellation([{ line: { reference: 'A' }, quantity: 2 }]),
      ],
      20,
    )
  })

  test('and every invariant of the books holds afterwards', async () => {
    const { integrity } = await api.ask('{ integrity { ok checks { name ok violations sample } } }')
    expect(integrity.checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([])
  })
})
