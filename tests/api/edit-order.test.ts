import { beforeAll, describe, expect, test } from 'vitest'
import { holds, kinds, later, openShop, type Shop } from '../support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})

const types = (order: { events: { nodes: { type: string }[] } }) => order.events.nodes.map(({ type }) => type)
const last = (order: { events: { nodes: object[] } }) => order.events.nodes.at(-1)

describe('editShippingAddress', () => {
  const mend =
    'address: {name: "Ada", lines: ["1 Main Street"], city: "London", postcode: "sw1a1aa", country: "UK"}, reasonCode: "ADDRESS_CORRECTED"'
  const mistyped = { name: 'Ada', lines: ['1 Main Street'], city: 'London', postcode: 'SW1', country: 'UK' }

  test('mends the address, and the order goes on', async () => {
    const order = shop.order({ shippingAddress: mistyped })
    const { order: held } = await shop.bring(order)
    expect([held.status, holds(held), kinds(held)]).toStrictEqual(['NEW', ['INCORRECT_ADDRESS'], ['ADDRESS_ISSUE']])
    const { order: after, userErrors } = await shop.mutate('editShippingAddress', order.reference, mend)
    expect(userErrors).toStrictEqual([])
    expect(after).toMatchObject({ status: 'READY', shippingAddress: { postcode: 'SW1A 1AA' }, holds: [] })
    expect(
      after.events.nodes.find((event: { reasonCode: string }) => event.reasonCode === 'ADDRESS_CORRECTED'),
    ).toMatchObject({
      type: 'ORDER_UPDATED',
      changes: [{ field: 'shippingAddress', redacted: false }],
    })
  })

  test('of the same address writes nothing', async () => {
    const order = shop.order({ shippingAddress: { ...mistyped, postcode: 'SW1A 1AA' } })
    const { order: before } = await shop.bring(order)
    expect((await shop.mutate('editShippingAddress', order.reference, mend)).order.version).toBe(before.version)
  })

  test.each([
    ['an unknown reason', mend.replace('ADDRESS_CORRECTED', 'BECAUSE'), 'UNKNOWN_REASON_CODE', ['reasonCode']],
    ['a blank address', 'address: {lines: [" "]}, reasonCode: "ADDRESS_CORRECTED"', 'INVALID_INPUT', ['address']],
    ['a NUL', 'address: {lines: ["a\\u0000"]}, reasonCode: "ADDRESS_CORRECTED"', 'INVALID_INPUT', ['address', 'lines']],
    ['another version', `${mend}, ifVersion: 99`, 'STALE_VERSION', ['ifVersion']],
  ])('refuses %s', async (_, args, code, field) => {
    const order = shop.order()
    await shop.bring(order)
    expect((await shop.mutate('editShippingAddress', order.reference, args)).userErrors).toMatchObject([
      { code, field },
    ])
  })

  test('comes too late when nothing is to be sent any more', async () => {
    const order = shop.order()
    await shop.bring(order)
    await shop.mutate('cancelOrder', order.reference, 'reason: CUSTOMER, refund: false')
    const { userErrors } = await shop.mutate('editShippingAddress', order.reference, mend)
    expect(userErrors).toMatchObject([{ code: 'TOO_LATE_TO_CHANGE' }])
  })
})

describe('editCustomer', () => {
  test('corrects what is given and keeps the rest, in every order of the customer', async () => {
    const customer = { reference: 'TWICE', name: 'Ada', email: 'ada@example.org' }
    const [one, two] = [shop.order({ customer }), shop.order({ customer })]
    await shop.send([one, two])
    const { order, userErrors } = await shop.mutate(
      'editCustomer',
      one.reference,
      'customer: {phone: "+44 20 7946 0000"}, reasonCode: "CUSTOMER_REQUEST"',
    )
    expect(userErrors).toStrictEqual([])
    expect(order.customer).toEqual({ name: 'Ada', email: 'ada@example.org', phone: '+44 20 7946 0000' })
    expect(last(order)).toMatchObject({ type: 'ORDER_UPDATED', changes: [{ field: 'customer.phone' }] })
    expect((await shop.read(two.reference)).customer.phone).toBe('+44 20 7946 0000')
  })

  test('of an order without one makes one', async () => {
    const order = shop.order({ customer: undefined })
    await shop.bring(order)
    const { order: after } = await shop.mutate(
      'editCustomer',
      order.reference,
      'customer: {name: "Ada"}, reasonCode: "CUSTOMER_REQUEST"',
    )
    expect(after.customer).toMatchObject({ name: 'Ada', email: null })
  })

  test('does not change by which number the channel knows them', async () => {
    const order = shop.order()
    await shop.bring(order)
    const { userErrors } = await shop.mutate(
      'editCustomer',
      order.reference,
      'customer: {reference: "other"}, reasonCode: "CUSTOMER_REQUEST"',
    )
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['customer', 'reference'] }])
  })
})

describe('recordPayment', () => {
  const pay = (status: string, more = '') =>
    `payment: {reference: "card-1", provider: "stripe", status: "${status}", amount: "20.00"${more}}`

  test('lets an unpaid order go on; sent again, it writes nothing', async () => {
    const order = shop.order({ payments: [] })
    expect(holds((await shop.bring(order)).order)).toStrictEqual(['AWAITING_PAYMENT'])
    const { order: paid } = await shop.mutate('recordPayment', order.reference, pay('PAID'))
    expect(paid).toMatchObject({ status: 'READY', paymentStatus: 'PAID', holds: [], balance: { amount: '0.00' } })
    expect(paid.references).toContainEqual({ system: 'stripe', kind: 'PAYMENT', value: 'card-1' })
    expect((await shop.mutate('recordPayment', order.reference, pay('PAID'))).order.version).toBe(paid.version)
    expect((await shop.mutate('recordPayment', order.reference, pay('PENDING'))).order.version).toBe(paid.version)
  })

  test('of a failure opens an exception, and its success closes it', async () => {
    const order = shop.order({ payments: [] })
    await shop.bring(order)
    const { order: failed } = await shop.mutate('recordPayment', order.reference, pay('FAILED'))
    expect([holds(failed), kinds(failed)]).toStrictEqual([['PAYMENT_FAILED'], ['PAYMENT_FAILED']])
    const { order: paid } = await shop.mutate('recordPayment', order.reference, pay('PAID'))
    expect([paid.status, holds(paid), kinds(paid)]).toStrictEqual(['READY', [], []])
  })

  test('refuses amounts of another currency’s digits, with the path', async () => {
    const order = shop.order({
      currency: 'JPY',
      lines: [{ reference: '1', sku: 'MUG', quantity: 1, unitPrice: '2000' }],
      payments: [],
    })
    await shop.bring(order)
    const { userErrors } = await shop.mutate('recordPayment', order.reference, pay('PAID', ', captured: "19.99"'))
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['payment', 'captured'] }])
  })
})

describe('what a connector says of an order that is not here yet', () => {
  const connector = { role: 'connector', channelKey: 'shop' } as const
  const tell = (mutation: string, args: string, value: string) =>
    shop.api.ask(
      `mutation ($order: OrderKey!) { ${mutation}(order: $order, ${args}) { parked order { number } userErrors { code } } }`,
      { order: { reference: { system: 'shop', value } } },
      connector,
    )

  test('is kept, and applied when the order arrives', async () => {
    const order = shop.order({
      payments: [],
      lines: [
        { reference: '1', sku: 'MUG', quantity: 2, unitPrice: '10.00' },
        { reference: '2', sku: 'TEA', quantity: 1, unitPrice: '5.00' },
      ],
    })
    const payment = 'payment: {reference: "early", status: "PAID", amount: "25.00"}'
    expect((await tell('recordPayment', payment, order.reference)).recordPayment).toEqual({
      parked: true,
      order: null,
      userErrors: [],
    })
    await tell('recordPayment', payment, order.reference)
    await tell(
      'cancelOrder',
      'reason: CUSTOMER, refund: false, lines: [{line: {reference: "2"}, quantity: 1}]',
      order.reference,
    )
    const { order: after } = await shop.bring(order)
    expect(after).toMatchObject({
      status: 'READY',
      paidTotal: { amount: '25.00' },
      total: { amount: '20.00' },
      payments: [{ reference: 'early' }],
      lines: [{ open: 2 }, { cancelled: 1 }],
    })
  })

  test('cancels an order before it was ever here', async () => {
    const order = shop.order()
    await tell('cancelOrder', 'reason: CUSTOMER, refund: true', order.reference)
    const { order: after } = await shop.bring(order)
    expect(after).toMatchObject({ status: 'CANCELLED', total: { amount: '0.00' }, holds: [] })
    expect(kinds(after)).toStrictEqual(['REFUND_DUE'])
    expect((await shop.bring(later(order, { tags: ['late'] }))).order.status).toBe('CANCELLED')
  })
})

describe('recordMessage', () => {
  const message = (reference: string, body: string) =>
    `message: {reference: "${reference}", direction: INBOUND, body: "${body}", sentAt: "2026-11-21T10:00:00Z"}`

  test('records it once, and knows who asks where the order is', async () => {
    const order = shop.order()
    await shop.bring(order)
    const { order: after } = await shop.mutate('recordMessage', order.reference, message('m1', 'Where is my order?'))
    expect(after.messages.nodes).toEqual([{ subject: null, isOrderUpdateRequest: true }])
    expect(types(after).at(-1)).toBe('MESSAGE_RECORDED')
    expect(
      (await shop.mutate('recordMessage', order.reference, message('m1', 'Where is my order?'))).order.version,
    ).toBe(after.version)
    const { order: more } = await shop.mutate('recordMessage', order.reference, message('m2', 'Thank you'))
    expect(more.messages.nodes).toHaveLength(2)
  })

  test('refuses a blank one', async () => {
    const order = shop.order()
    await shop.bring(order)
    const { userErrors } = await shop.mutate('recordMessage', order.reference, message('m3', ' '))
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['message', 'body'] }])
  })
})

describe('validateOrder', () => {
  test('writes nothing when nothing is new', async () => {
    const order = shop.order()
    const { order: before } = await shop.bring(order)
    expect((await shop.mutate('validateOrder', order.reference, '')).order.version).toBe(before.version)
  })

  test('lets an order go on when stock has come in', async () => {
    await shop.api.ask('mutation { saveStockItem(item: {sku: "LATE"}) { userErrors { message } } }')
    const order = shop.order({ lines: [{ reference: '1', sku: 'LATE', quantity: 2, unitPrice: '10.00' }] })
    const { order: held } = await shop.bring(order)
    expect([held.status, holds(held), kinds(held)]).toStrictEqual([
      'NEW',
      ['INVENTORY_OUT_OF_STOCK'],
      ['STOCK_SHORTAGE'],
    ])
    await shop.api.ask(
      'mutation { setStock(counts: [{sku: "LATE", warehouse: "leeds", onHand: 2}], reason: "RECEIPT") { userErrors { message } } }',
    )
    const { order: after } = await shop.mutate('validateOrder', order.reference, '')
    expect([after.status, holds(after), kinds(after)]).toStrictEqual(['READY', [], []])
  })

  test('of two orders that want the last piece, the first goes and the second waits, however often both are judged', async () => {
    await shop.api.ask(`mutation { saveStockItem(item: {sku: "LAST"}) { userErrors { message } }
      setStock(counts: [{sku: "LAST", warehouse: "leeds", onHand: 1}], reason: "RECEIPT") { userErrors { message } } }`)
    const lines = [{ reference: '1', sku: 'LAST', quantity: 1, unitPrice: '20.00' }]
    const [first, second] = [shop.order({ lines }), shop.order({ lines })]
    await shop.send([first, second])
    for (const order of [first, second, first]) await shop.mutate('validateOrder', order.reference, '')
    expect((await shop.read(first.reference)).status).toBe('READY')
    expect(holds(await shop.read(second.reference))).toStrictEqual(['INVENTORY_OUT_OF_STOCK'])
  })
})

test('afterwards every invariant of the books holds', async () => {
  const { integrity } = await shop.api.ask('{ integrity { ok checks { name ok violations sample } } }')
  expect(integrity.checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([])
})
