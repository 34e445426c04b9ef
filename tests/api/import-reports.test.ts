import { beforeAll, describe, expect, test } from 'vitest'
import { holds, kinds, later, type OrderDraft, openShop, type Shop } from '../support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await shop.api.ask(`mutation {
    a: mapChannelStatus(channelKey: "shop", field: "status", value: "shipped", intent: SHIPPED_ELSEWHERE) { userErrors { message } }
    b: mapChannelStatus(channelKey: "shop", field: "status", value: "delivered", intent: DELIVERED_ELSEWHERE) { userErrors { message } }
    c: mapChannelStatus(channelKey: "shop", field: "status", value: "partial", intent: PARTIALLY_SHIPPED_ELSEWHERE) { userErrors { message } }
    d: mapChannelStatus(channelKey: "shop", field: "status", value: "on-hold", intent: HOLD, holdReason: CHANNEL_HOLD) { userErrors { message } }
    e: mapChannelStatus(channelKey: "shop", field: "status", value: "fba", intent: FULFILLED_BY_CHANNEL) { userErrors { message } }
    f: mapChannelStatus(channelKey: "shop", field: "status", value: "odd", intent: RAISE_EXCEPTION) { userErrors { message } }
    g: mapChannelStatus(channelKey: "shop", field: "status", value: "cancelled", intent: CANCEL) { userErrors { message } }
    h: mapChannelStatus(channelKey: "shop", field: "status", value: "asked", intent: CANCEL_REQUESTED) { userErrors { message } }
    i: mapChannelStatus(channelKey: "shop", field: "status", value: "paid", intent: ACCEPT) { userErrors { message } }
    j: mapChannelStatus(channelKey: "shop", field: "status", value: "pending", intent: AWAIT_PAYMENT) { userErrors { message } }
  }`)
})

const lines = [
  { reference: '1', sku: 'MUG', quantity: 3, unitPrice: '10.00' },
  { reference: '2', sku: 'TEA', quantity: 1, unitPrice: '10.00' },
]
const fresh = (more: Record<string, unknown> = {}) => {
  const order = shop.order({ lines, ...more })
  return { ...order, payments: [{ reference: `P-${order.reference}`, status: 'PAID', amount: '40.00' }], ...more }
}
const status = (value: string) => ({ channelStatuses: [{ field: 'status', value }] })
const release = async (order: OrderDraft) => {
  const { order: released, userErrors } = await shop.mutate('releaseOrder', order.reference, '')
  expect(userErrors).toStrictEqual([])
  return released
}
const shipment = (mutation: string, number: string) =>
  shop.api.ask(`mutation ($n: String!) { ${mutation}(shipment: {number: $n}) { userErrors { message } } }`, {
    n: number,
  })
const pick = (number: string) =>
  shop.api.ask('mutation ($n: String!) { startPicking(shipments: [{number: $n}]) { userErrors { message } } }', {
    n: number,
  })

describe('a fulfilment that the channel reports', () => {
  test('of open units consumes stock where it was shipped from, once', async () => {
    const order = fresh()
    await shop.bring(order)
    const before = await shop.stock('MUG')
    const report = {
      reference: 'F1',
      lines: [{ line: '1', quantity: 2 }],
      location: 'main',
      trackingNumber: `T-${order.reference}`,
      carrier: 'dpd',
    }
    const { order: after } = await shop.bring(later(order, { fulfillments: [report] }))
    expect(after).toMatchObject({ status: 'PARTIALLY_SHIPPED', lines: [{ open: 1, shipped: 2 }, { open: 1 }] })
    expect(after.shipments).toMatchObject([
      { origin: 'CHANNEL', status: 'SHIPPED', packages: [{ trackingNumber: `T-${order.reference}` }] },
    ])
    const again = await shop.bring(later(order, { fulfillments: [report], tags: ['again'] }, 2))
    expect(again.order.lines[0]).toMatchObject({ open: 1, shipped: 2 })
    expect(await shop.stock('MUG')).toMatchObject({ available: before.available! - 2, onHand: before.onHand! - 2 })
  })

  test('of planned units withdraws them: nothing is picked for what has left', async () => {
    const order = fresh()
    await shop.bring(order)
    const before = await shop.stock('MUG')
    await release(order)
    const { order: after } = await shop.bring(
      later(order, {
        fulfillments: [
          {
            reference: 'F2',
            lines: [
              { line: '1', quantity: 3 },
              { line: '2', quantity: 1 },
            ],
            location: 'leeds',
          },
        ],
      }),
    )
    expect(after).toMatchObject({ status: 'SHIPPED', lines: [{ shipped: 3, allocated: 0 }, { shipped: 1 }] })
    expect(after.shipments.map((s: { origin: string; status: string }) => [s.origin, s.status])).toStrictEqual([
      ['CROSSDOCK', 'CANCELLED'],
      ['CHANNEL', 'SHIPPED'],
    ])
    expect(await shop.stock('MUG')).toMatchObject({ available: before.available! - 3, committed: before.committed })
  })

  test('of picked units leaves them here, and asks a person', async () => {
    const order = fresh()
    await shop.bring(order)
    const { shipments } = await release(order)
    await pick(shipments[0].number)
    const { order: after } = await shop.bring(
      later(order, { fulfillments: [{ reference: 'F3', lines: [{ line: '1', quantity: 3 }] }] }),
    )
    expect(after).toMatchObject({ status: 'PICKING', lines: [{ allocated: 3, shipped: 0 }, { allocated: 1 }] })
    expect(kinds(after)).toStrictEqual(['CHANNEL_STATE_MISMATCH'])
  })

  test.each(['our number', 'our tracking number'])('that is an echo of ours by %s is only a reference', async (by) => {
    const order = fresh()
    await shop.bring(order)
    const { shipments } = await release(order)
    const { number } = shipments[0]
    await pick(number)
    await shipment('packShipment', number)
    await shop.api.ask(
      'mutation ($n: String!, $t: String!) { shipShipment(shipment: {number: $n}, packages: [{trackingNumber: $t}]) { userErrors { message } } }',
      { n: number, t: `E-${number}` },
    )
    const reference = by === 'our number' ? number : 'gid://99'
    const { order: after } = await shop.bring(
      later(order, {
        fulfillments: [
          {
            reference,
            lines: [
              { line: '1', quantity: 3 },
              { line: '2', quantity: 1 },
            ],
            trackingNumber: by === 'our number' ? undefined : `E-${number}`,
          },
        ],
      }),
    )
    expect(after).toMatchObject({ status: 'SHIPPED', lines: [{ shipped: 3 }, { shipped: 1 }] })
    expect(after.shipments).toHaveLength(1)
    expect(after.references).toContainEqual({ system: 'shop', kind: 'FULFILLMENT', value: reference })
  })

  test('of more than is counted takes what there is, and asks for a count', async () => {
    await shop.api.ask(`mutation { saveStockItem(item: {sku: "RARE"}) { userErrors { message } }
      setStock(counts: [{sku: "RARE", warehouse: "leeds", onHand: 1}], reason: "RECEIPT") { userErrors { message } } }`)
    const order = fresh({ lines: [{ reference: '1', sku: 'RARE', quantity: 4, unitPrice: '10.00' }] })
    const { order: after } = await shop.bring({
      ...order,
      fulfillments: [{ reference: 'F4', lines: [{ line: '1', quantity: 4 }], location: 'leeds' }],
    })
    expect(after).toMatchObject({ status: 'SHIPPED', lines: [{ shipped: 4 }] })
    expect(kinds(after)).toStrictEqual(['STOCK_DISCREPANCY'])
    expect(await shop.stock('RARE')).toMatchObject({ available: 0, onHand: 0 })
  })

  test('from a place that nobody knows asks a person for the stock', async () => {
    const { order } = await shop.bring(
      fresh({ fulfillments: [{ reference: 'F5', lines: [{ line: '1', quantity: 3 }], location: 'moon' }] }),
    )
    expect(kinds(order)).toStrictEqual(['STOCK_DISCREPANCY'])
  })

  test('of units that were cancelled here shows that they have left', async () => {
    const order = fresh()
    await shop.bring(order)
    await shop.mutate('cancelOrder', order.reference, 'reason: CUSTOMER, refund: false')
    const { order: after } = await shop.bring(
      later(order, { fulfillments: [{ reference: 'F6', lines: [{ line: '1', quantity: 1 }] }] }),
    )
    expect(after).toMatchObject({
      status: 'SHIPPED',
      lines: [{ shipped: 1, cancelled: 2 }, { cancelled: 1 }],
      total: { amount: '10.00' },
    })
    expect(kinds(after)).toContain('CANCELLED_AFTER_DISPATCH')
  })
})

describe('a status that says shipped', () => {
  test('without a list moves everything that is open, in one shipment', async () => {
    const order = fresh()
    await shop.bring(order)
    const { order: after } = await shop.bring(later(order, status('shipped')))
    expect(after).toMatchObject({ status: 'SHIPPED', shipments: [{ origin: 'CHANNEL', status: 'SHIPPED' }] })
    const { order: done } = await shop.bring(later(order, status('delivered'), 2))
    expect(done).toMatchObject({ status: 'DELIVERED', lines: [{ delivered: 3 }, { delivered: 1 }] })
  })

  test('gives way to the list when it comes', async () => {
    const order = fresh()
    await shop.bring({ ...order, ...status('shipped') })
    const before = await shop.stock('TEA')
    const { order: after } = await shop.bring(
      later(order, {
        ...status('shipped'),
        fulfillments: [
          {
            reference: 'F7',
            lines: [
              { line: '1', quantity: 3 },
              { line: '2', quantity: 1 },
            ],
            location: 'leeds',
          },
        ],
      }),
    )
    expect(after).toMatchObject({ status: 'SHIPPED', lines: [{ shipped: 3 }, { shipped: 1 }] })
    expect(after.shipments.map((s: { status: string }) => s.status)).toStrictEqual(['CANCELLED', 'SHIPPED'])
    expect((await shop.stock('TEA')).available).toBe(before.available! - 1)
  })

  test('of a part, without saying which, holds the order', async () => {
    const { order } = await shop.bring({ ...fresh(), ...status('partial') })
    expect([holds(order), kinds(order)]).toStrictEqual([['CHANNEL_HOLD'], ['CHANNEL_STATE_MISMATCH']])
  })
})

describe('what a status asks', () => {
  test('a hold lasts as long as the status', async () => {
    const order = fresh()
    const held = await shop.bring({ ...order, ...status('on-hold') })
    expect(holds(held.order)).toStrictEqual(['CHANNEL_HOLD'])
    expect(holds((await shop.bring(later(order, status('paid')))).order)).toStrictEqual([])
  })

  test('fulfilled by the channel takes none of our stock', async () => {
    const { order } = await shop.bring(
      fresh({ ...status('fba'), lines: [{ reference: '1', sku: 'NOBODY', quantity: 1, unitPrice: '40.00' }] }),
    )
    expect(order).toMatchObject({ holds: [], lines: [{ fulfilledBy: 'CHANNEL', open: 1 }] })
  })

  test('an exception is open as long as the status', async () => {
    const order = fresh()
    expect(kinds((await shop.bring({ ...order, ...status('odd') })).order)).toStrictEqual(['CHANNEL_STATE_MISMATCH'])
    expect(kinds((await shop.bring(later(order, status('paid')))).order)).toStrictEqual([])
  })

  test('accepting passes for payment, awaiting does not', async () => {
    const unpaid = fresh({ payments: [] })
    expect((await shop.bring({ ...unpaid, ...status('paid') })).order).toMatchObject({
      status: 'READY',
      paymentStatus: 'PENDING',
    })
    expect(holds((await shop.bring(later(unpaid, status('pending')))).order)).toStrictEqual(['AWAITING_PAYMENT'])
  })
})

describe('a cancellation in the channel', () => {
  test('before dispatch cancels, gives stock back and lowers the total', async () => {
    const order = fresh()
    await shop.bring(order)
    const before = await shop.stock('MUG')
    await release(order)
    const { order: after } = await shop.bring(
      later(order, {
        cancellations: [{ reference: 'C1', lines: [{ line: '1', quantity: 3 }], cancelledAt: '2026-11-20T12:00:00Z' }],
      }),
    )
    expect(after).toMatchObject({
      status: 'RELEASED',
      total: { amount: '10.00' },
      lines: [{ cancelled: 3 }, { allocated: 1 }],
    })
    expect(await shop.stock('MUG')).toMatchObject({ available: before.available, committed: before.committed })
    expect(kinds(after)).toStrictEqual(['REFUND_DUE'])
  })

  test('that echoes ours cancels nothing more', async () => {
    const order = fresh()
    await shop.bring(order)
    await shop.mutate(
      'cancelOrder',
      order.reference,
      'reason: CUSTOMER, refund: false, lines: [{line: {reference: "1"}, quantity: 1}]',
    )
    const { order: after } = await shop.bring(
      later(order, { cancellations: [{ reference: 'C2', lines: [{ line: '1', quantity: 1 }] }] }),
    )
    expect(after.lines[0]).toMatchObject({ cancelled: 1, open: 2 })
  })

  test('of picked units asks somebody to put them back', async () => {
    const order = fresh()
    await shop.bring(order)
    const { shipments } = await release(order)
    await pick(shipments[0].number)
    const { order: after } = await shop.bring(later(order, status('cancelled')))
    expect(after.status).toBe('CANCELLED')
    expect(kinds(after)).toEqual(['CHANNEL_STATE_MISMATCH', 'REFUND_DUE'])
    expect((await shop.stock('MUG')).putAway).toBeGreaterThanOrEqual(3)
  })

  test('after dispatch changes nothing and asks a person', async () => {
    const order = fresh()
    await shop.bring({ ...order, ...status('shipped') })
    const { order: after } = await shop.bring(later(order, status('cancelled')))
    expect(after.status).toBe('SHIPPED')
    expect(kinds(after)).toStrictEqual(['CANCELLED_AFTER_DISPATCH'])
  })

  test('that is only asked for holds the order until somebody answers, or it is taken back', async () => {
    const order = fresh()
    const { order: held } = await shop.bring({ ...order, cancellations: [{ reference: 'C3', requested: true }] })
    expect([holds(held), kinds(held)]).toStrictEqual([['CANCEL_REQUESTED'], ['CANCELLATION_REQUESTED']])
    expect(held.cancellationRequests).toMatchObject([{ accepted: null }])
    const { order: after } = await shop.bring(later(order))
    expect([holds(after), kinds(after)]).toStrictEqual([[], []])
    expect((await shop.mutate('releaseOrder', order.reference, '')).userErrors).toStrictEqual([])
  })
})

describe('returns and refunds', () => {
  test('units come back once, are on sale again where they were sent from, and the money is recorded', async () => {
    const order = fresh()
    const sent = {
      fulfillments: [{ reference: 'F8', lines: [{ line: '1', quantity: 3 }], location: 'leeds' }],
      ...status('delivered'),
    }
    await shop.bring({ ...order, ...sent })
    const before = await shop.stock('MUG')
    const back = {
      ...sent,
      returns: [{ reference: 'R1', lines: [{ line: '1', quantity: 2 }], restock: true }],
      refunds: [
        { reference: 'R1', amount: '20.00', lines: [{ line: '1', quantity: 2 }], refundedAt: '2026-11-22T10:00:00Z' },
      ],
    }
    await shop.bring(later(order, back))
    const { order: after } = await shop.bring(later(order, { ...back, tags: ['again'] }, 2))
    expect(after).toMatchObject({
      lines: [{ delivered: 1, returned: 2 }, { open: 1 }],
      paymentStatus: 'PARTIALLY_REFUNDED',
      refundedTotal: { amount: '20.00' },
      refunds: [{ kind: 'RETURN', status: 'SETTLED', amount: { amount: '20.00' } }],
    })
    expect(kinds(after)).toStrictEqual([])
    expect((await shop.stock('MUG')).available).toBe(before.available! + 2)
  })

  test('more than was paid is recorded, and asked about', async () => {
    const { order } = await shop.bring({
      ...fresh(),
      refunds: [{ reference: 'R2', amount: '50.00', lines: [{ line: '1', quantity: 3 }] }],
    })
    expect(order.refundedTotal.amount).toBe('50.00')
    expect(kinds(order)).toContain('RECONCILIATION_MISMATCH')
  })

  test('a part for nothing in particular asks what it was for', async () => {
    const { order } = await shop.bring({ ...fresh(), refunds: [{ reference: 'R3', amount: '1.00' }] })
    expect(kinds(order)).toStrictEqual(['PARTIAL_REFUND'])
  })

  test('units that never left cannot come back', async () => {
    const { order } = await shop.bring({
      ...fresh(),
      returns: [{ reference: 'R4', lines: [{ line: '1', quantity: 1 }] }],
    })
    expect(order.lines[0]).toMatchObject({ open: 3, returned: 0 })
    expect(kinds(order)).toStrictEqual(['RETURN_DISCREPANCY'])
  })
})

test('afterwards every invariant of the books holds', async () => {
  const { integrity } = await shop.api.ask('{ integrity { ok checks { name ok violations sample } } }')
  expect(integrity.checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([])
})
