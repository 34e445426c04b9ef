import { beforeAll, describe, expect, test } from 'vitest'
import { holds, kinds, later, openShop, type Shop } from '../support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})

const outcomes = ({ results }: { results: { outcome: string }[] }) => results.map(({ outcome }) => outcome)
const paths = (result: { userErrors: { field: string[] }[] }) => result.userErrors.map(({ field }) => field.join('.'))

/** What a digest of everything written would show. */
const written = async () => {
  const { rows } = await shop.api.store.pool.query(
    `select (select count(*) from event) as events, (select sum("version") from "order") as versions, (select max("updatedAt") from channel_snapshot) as latest`,
  )
  return rows[0]
}

test('a paid order with everything in place is READY', async () => {
  const { outcome, order, userErrors } = await shop.bring(shop.order())
  expect({ outcome, userErrors }).toStrictEqual({ outcome: 'CREATED', userErrors: [] })
  expect(order).toMatchObject({
    status: 'READY',
    customerStatus: 'RECEIVED',
    paymentStatus: 'PAID',
    total: { amount: '20.00' },
    originalTotal: { amount: '20.00' },
    balance: { amount: '0.00' },
    shippingAddress: { postcode: 'SW1A 1AA', countryCode: 'GB' },
    lineCount: 1,
  })
  expect(order.number).toMatch(/^CD-\d{7}-[\dX]$/)
  expect(order.events.nodes.map((event: { type: string }) => event.type)).toStrictEqual([
    'ORDER_IMPORTED',
    'ORDER_VALIDATED',
  ])
})

test('the ledger of an order adds up to its balance, account by account', async () => {
  const { order } = await shop.bring(
    shop.order({
      taxesIncluded: false,
      lines: [
        { reference: '1', sku: 'MUG', quantity: 2, unitPrice: '10.00', discount: '1.00', tax: '3.80' },
        { reference: 'tip', kind: 'TIP', quantity: 1, total: '2.00' },
      ],
      shippingPrice: '5.00',
      shippingTax: '1.00',
      discount: '3.00',
      total: '27.80',
      payments: [{ reference: 'L1', status: 'PARTIALLY_PAID', amount: '27.80', captured: '20.00' }],
    }),
  )
  const ledger = Object.fromEntries(
    order.ledger.nodes.map((entry: { account: string; amount: { amount: string } }) => [
      entry.account,
      entry.amount.amount,
    ]),
  )
  expect(ledger).toStrictEqual({
    SALE: '20.00',
    TIP: '2.00',
    SHIPPING: '5.00',
    TAX: '4.80',
    DISCOUNT: '-4.00',
    CAPTURE: '-20.00',
  })
  expect(order.balance.amount).toBe('7.80')
})

test('the same snapshot again writes nothing', async () => {
  const order = shop.order()
  await shop.bring(order)
  const before = await written()
  expect(outcomes(await shop.send([order, order]))).toStrictEqual(['UNCHANGED', 'UNCHANGED'])
  expect(await written()).toStrictEqual(before)
})

test('the same words at a later time write no event, and guard against what came between', async () => {
  const order = shop.order()
  await shop.bring(order)
  expect((await shop.bring(later(order, {}, 3))).outcome).toBe('UNCHANGED')
  expect((await shop.bring(later(order, { tags: ['between'] }, 2))).outcome).toBe('STALE')
  expect((await shop.read(order.reference)).version).toBe(2)
})

test('an older snapshot never overwrites a newer one', async () => {
  const order = shop.order()
  await shop.bring(later(order, { tags: ['new'] }, 2))
  const { outcome, order: after } = await shop.bring(order)
  expect(outcome).toBe('STALE')
  expect(after.tags).toStrictEqual(['new'])
})

test('several snapshots of one order in one call are taken by the channel’s clock', async () => {
  const order = shop.order()
  const payload = await shop.send([later(order, { tags: ['second'] }), order, later(order, { tags: ['third'] }, 2)])
  expect(outcomes(payload)).toStrictEqual(['UPDATED', 'CREATED', 'UPDATED'])
  const after = await shop.read(order.reference)
  expect(after.tags).toStrictEqual(['third'])
  expect(after.events.nodes.map((event: { sequence: number }) => event.sequence)).toStrictEqual([1, 2, 3, 4])
})

describe('a bad value', () => {
  test('rejects its own order only, with the path to each', async () => {
    const bad = shop.order({
      currency: 'EURO',
      placedAt: 'yesterday',
      lines: [
        { reference: '1', sku: 'MUG', quantity: 0, unitPrice: '1.00' },
        { reference: '1', sku: 'TEA', quantity: 1, taxLines: [{ amount: '1.00', rate: 'much' }] },
      ],
      deliveryMethod: 'PIGEON',
      payments: [{ reference: 'P', status: 'ROBBED', amount: '' }],
      fulfillments: [{ reference: 'F', lines: [{ line: '9', quantity: 1 }] }],
    })
    const { results, created, rejected } = await shop.send([shop.order(), bad, shop.order()])
    expect({ created, rejected }).toStrictEqual({ created: 2, rejected: 1 })
    expect(results[1].order).toBeNull()
    expect(paths(results[1])).toStrictEqual([
      'orders.1.currency',
      'orders.1.lines.0.quantity',
      'orders.1.lines.1.reference',
      'orders.1.lines.1.taxLines.0.rate',
      'orders.1.placedAt',
      'orders.1.deliveryMethod',
      'orders.1.payments.0.status',
      'orders.1.payments.0.amount',
      'orders.1.fulfillments.0.lines.0.line',
    ])
  })

  test.each([
    ['a NUL', 'a\u0000b'],
    ['half a surrogate pair', 'a\ud800b'],
  ])('with %s never reaches the database', async (_, text) => {
    const bad = shop.order({ buyerNote: text })
    const nested = shop.order({ lines: [{ reference: '1', sku: 'MUG', quantity: 1, properties: { engraving: text } }] })
    const payload = await shop.send([bad, nested, shop.order()])
    expect(outcomes(payload)).toStrictEqual(['REJECTED', 'REJECTED', 'CREATED'])
    expect(paths(payload.results[0])).toStrictEqual(['orders.0.buyerNote'])
    expect(paths(payload.results[1])).toStrictEqual(['orders.1.lines.0.properties'])
  })

  test('with REJECT_ALL keeps everything out, and the valid ones are NOT_APPLIED', async () => {
    const good = shop.order()
    const before = await written()
    expect(outcomes(await shop.send([good, shop.order({ placedAt: '' })], 'REJECT_ALL'))).toStrictEqual([
      'NOT_APPLIED',
      'REJECTED',
    ])
    expect(await written()).toStrictEqual(before)
    expect(await shop.read(good.reference)).toBeNull()
  })
})

test('an order that the database refuses does not refuse its neighbours', async () => {
  await shop.api.store.pool.query(`alter table "order" add constraint poison check ("reference" <> 'POISON')`)
  const orders = [...Array(7).keys()].map(() => shop.order())
  const payload = await shop.send([...orders.slice(0, 4), shop.order({ reference: 'POISON' }), ...orders.slice(4)])
  expect(outcomes(payload)).toStrictEqual([...Array(4).fill('CREATED'), 'REJECTED', ...Array(3).fill('CREATED')])
  expect(payload.results[4].userErrors[0].field).toStrictEqual(['orders', '4'])
  expect(shop.api.reported.map(String)).toStrictEqual([expect.stringContaining('poison')])
  await shop.api.store.pool.query('alter table "order" drop constraint poison')
})

test('more orders than a call may hold are refused as a whole', async () => {
  const payload = await shop.send(Array(501).fill(shop.order()))
  expect(payload).toMatchObject({ results: [], userErrors: [{ code: 'LIMIT_EXCEEDED', field: ['orders'] }] })
})

test('a test order is checked and answered, and not kept', async () => {
  const order = shop.order({ test: true })
  const payload = await shop.send([order, shop.order({ test: true, currency: 'XYZ' })])
  expect(outcomes(payload)).toStrictEqual(['NOT_APPLIED', 'REJECTED'])
  expect(await shop.read(order.reference)).toBeNull()
})

test('an unknown or disabled channel rejects its orders', async () => {
  await shop.api.ask(
    `mutation { saveChannel(channelKey: "shut", name: "Shut", kind: "custom", enabled: false) { userErrors { message } } }`,
  )
  const payload = await shop.send([shop.order({ channel: 'nowhere' }), shop.order({ channel: 'shut' }), shop.order()])
  expect(outcomes(payload)).toStrictEqual(['REJECTED', 'REJECTED', 'CREATED'])
  expect(payload.results.map((r: { userErrors: { code: string }[] }) => r.userErrors[0]?.code)).toStrictEqual([
    'UNKNOWN_CHANNEL',
    'NOT_ENABLED_FOR_CHANNEL',
    undefined,
  ])
})

test('a connector brings in orders of its own channel only', async () => {
  const asker = { role: 'connector', channelKey: 'other' } as const
  const payload = await shop.send([shop.order()], 'SKIP_INVALID', asker)
  expect(payload.results[0]).toMatchObject({ outcome: 'REJECTED', userErrors: [{ code: 'UNKNOWN_CHANNEL' }] })
})

test('of sixteen who bring the same order at once, one creates it', async () => {
  const order = shop.order()
  const payloads = await Promise.all([...Array(16).keys()].map(() => shop.send([order])))
  expect(payloads.flatMap(outcomes).sort()).toStrictEqual(['CREATED', ...Array(15).fill('UNCHANGED')])
})

test('snapshots of one order that arrive at once end with the latest', async () => {
  const order = shop.order()
  const hours = [3, 7, 1, 8, 2, 6, 5, 4, 9]
  // The last one says what the first one said: that it is the latest word must not get lost.
  const snapshot = (hour: number) => later(order, { tags: hour === 9 || hour === 1 ? [] : [`hour ${hour}`] }, hour)
  await Promise.all(hours.map((hour) => shop.send([snapshot(hour)])))
  expect((await shop.read(order.reference)).tags).toEqual([])
  expect((await shop.bring(snapshot(8))).outcome).toBe('STALE')
})

test('two calls that hold the same orders the other way round both get through', async () => {
  const orders = [...Array(20).keys()].map(() => shop.order())
  await shop.send(orders)
  const edit = (hours: number) => orders.map((order) => later(order, { tags: [String(hours)] }, hours))
  await Promise.all([shop.send(edit(1)), shop.send(edit(2).reverse()), shop.send(edit(3))])
  for (const order of orders) expect((await shop.read(order.reference)).tags).toEqual(['3'])
})

test('a repeat under the same idempotency key gets the same outcome', async () => {
  const order = shop.order()
  const document = `mutation ($orders: [OrderInput!]!) { importOrders(orders: $orders) @idempotent(key: "once") { created unchanged results { outcome order { number } } } }`
  const first = await shop.api.ask(document, { orders: [order] })
  expect(first.importOrders.created).toBe(1)
  expect(await shop.api.ask(document, { orders: [order] })).toStrictEqual(first)
})

describe('what nobody knows is stored, held and shown', () => {
  test('a SKU, until it is a stock item', async () => {
    const order = shop.order({ lines: [{ reference: '1', sku: 'NEW-ONE', quantity: 1, unitPrice: '20.00' }] })
    const { order: held } = await shop.bring(order)
    expect(held.status).toBe('NEW')
    expect([holds(held), kinds(held)]).toStrictEqual([['UNMAPPED_SKU'], ['UNMAPPED_SKU']])
    await shop.api.ask(`mutation { saveStockItem(item: {sku: "NEW-ONE"}) { userErrors { message } }
      setStock(counts: [{sku: "NEW-ONE", warehouse: "leeds", onHand: 5}], reason: "RECEIPT") { userErrors { message } } }`)
    const { outcome, order: after } = await shop.bring(order)
    expect({ outcome, status: after.status, holds: holds(after), kinds: kinds(after) }).toStrictEqual({
      outcome: 'UPDATED',
      status: 'READY',
      holds: [],
      kinds: [],
    })
  })

  test('a SKU of the channel, until it is mapped', async () => {
    const order = shop.order({ lines: [{ reference: '1', channelSku: 'shop-mug', quantity: 1, unitPrice: '20.00' }] })
    expect(holds((await shop.bring(order)).order)).toStrictEqual(['UNMAPPED_SKU'])
    await shop.api.ask(
      `mutation { mapChannelSku(channelKey: "shop", channelSku: "shop-mug", sku: "MUG") { userErrors { message } } }`,
    )
    const { order: after } = await shop.mutate('validateOrder', order.reference, '')
    expect(after).toMatchObject({ status: 'READY', holds: [], lines: [{ sku: 'MUG', channelSku: 'shop-mug' }] })
    const again = await shop.bring(
      shop.order({ lines: [{ reference: '1', channelSku: 'shop-mug', quantity: 1, unitPrice: '20.00' }] }),
    )
    expect(again.order).toMatchObject({ status: 'READY', lines: [{ sku: 'MUG', channelSku: 'shop-mug' }] })
  })

  test('a status, until it is mapped', async () => {
    const order = shop.order({ channelStatuses: [{ field: 'state', value: 'Limbo' }] })
    const { order: held } = await shop.bring(order)
    expect([held.status, holds(held), kinds(held)]).toStrictEqual(['READY', ['UNMAPPED_STATUS'], ['UNMAPPED_STATUS']])
    await shop.api.ask(
      `mutation { mapChannelStatus(channelKey: "shop", field: "state", value: "limbo", intent: IGNORE) { userErrors { message } } }`,
    )
    const { order: after } = await shop.bring(order)
    expect([holds(after), kinds(after)]).toStrictEqual([[], []])
  })
})

test('what does not need us is not held: delivered elsewhere, an unknown SKU and no payment disturb nobody', async () => {
  await shop.api.ask(
    `mutation { mapChannelStatus(channelKey: "shop", field: "status", value: "delivered", intent: DELIVERED_ELSEWHERE) { userErrors { message } } }`,
  )
  const { order } = await shop.bring(
    shop.order({
      channelStatuses: [{ field: 'status', value: 'delivered' }],
      lines: [
        { reference: '1', sku: 'LONG-GONE', quantity: 3, unitPrice: '1.00' },
        { reference: 'post', kind: 'SERVICE', sku: 'POST', quantity: 1, unitPrice: '5.00' },
      ],
      shippingAddress: { lines: [], country: 'Unspecified' },
      payments: [],
    }),
  )
  expect(order).toMatchObject({
    status: 'DELIVERED',
    holds: [],
    exceptions: { nodes: [] },
    lines: [{ delivered: 3 }, { delivered: 1 }],
    shipments: [{ origin: 'CHANNEL', status: 'DELIVERED', lines: [{ quantity: 3 }] }],
  })
})

test('afterwards every invariant of the books holds', async () => {
  const { integrity } = await shop.api.ask('{ integrity { ok checks { name ok violations sample } } }')
  expect(integrity.checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([])
})
