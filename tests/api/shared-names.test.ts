import { expect, test } from 'vitest'
import { openShop } from '../support/open-shop.ts'

// A payment reference or a tracking number is made by others, so two channels, or two orders, may have the same one.

const house = await openShop()
house.api.compared.withHistory = false // the clock of exceptions is moved by SQL
await house.api.ask(
  'mutation { saveChannel(channelKey: "market", name: "Market", kind: "custom") { userErrors { message } } }',
)
await house.stock('MUG', 1_000)
const line = { sku: 'MUG', quantity: 1 }
const shop = { role: 'connector' as const, channelKey: 'shop' }
const market = { role: 'connector' as const, channelKey: 'market' }
const operator = { role: 'operator' as const }

const paidBy = (channel: string, reference: string, placedAt: string): Promise<string> =>
  house.place([line], {
    channel,
    placedAt,
    payments: [{ reference, provider: 'stripe', status: 'PAID', amount: '10.00' }],
  })

const parcel = async (channel: string, trackingNumber: string): Promise<string> => {
  const number = await house.packed(
    await house.place([line], { channel }),
    `, packages: [{ trackingNumber: "${trackingNumber}" }]`,
  )
  return number
}

const byPayment = async (value: string, asker: object) =>
  (
    await house.api.ask(
      'query ($value: String!) { orderByReference(system: "stripe", kind: PAYMENT, value: $value) { number } }',
      { value },
      asker,
    )
  ).orderByReference

const hold = async (value: string, asker: object) => {
  const document = `mutation ($value: String!) {
    holdOrder(order: { reference: { system: "stripe", kind: PAYMENT, value: $value } }, reason: MANUAL) { order { number } userErrors { code message field details } } }`
  return (await house.api.ask(document, { value }, asker)).holdOrder
}

test('a payment reference that a later order of another channel has too still finds its own order', async () => {
  const own = await paidBy('shop', 'PAY-1', '2026-11-20T10:00:00Z')
  const others = await paidBy('market', 'PAY-1', '2026-11-21T10:00:00Z')
  expect(await byPayment('PAY-1', shop)).toEqual({ number: own })
  expect(await byPayment('PAY-1', market)).toEqual({ number: others })
  expect(await byPayment('PAY-1', operator)).toEqual({ number: others })
  expect(await hold('PAY-1', shop)).toEqual({ order: { number: own }, userErrors: [] })
})

test('where several orders that are seen have the reference, a mutation lists them and changes none', async () => {
  const numbers = [
    await paidBy('shop', 'PAY-2', '2026-11-20T10:00:00Z'),
    await paidBy('market', 'PAY-2', '2026-11-21T10:00:00Z'),
  ]
  const refused = await hold('PAY-2', operator)
  expect(refused).toMatchObject({ order: null, userErrors: [{ code: 'AMBIGUOUS', field: ['order'] }] })
  const [{ message, details }] = refused.userErrors
  expect(message).toBe(
    '2 orders have the PAYMENT reference "PAY-2" of stripe; details lists them. Name the one that you mean by its id or its number.',
  )
  expect(details.orders.map(({ number }: { number: string }) => number)).toEqual(numbers.toReversed())
  const { node } = await house.api.ask('query ($id: ID!) { node(id: $id) { ... on Order { number holds { id } } } }', {
    id: details.orders[1].id,
  })
  expect(node).toEqual({ number: numbers[0], holds: [] })
})

const scan = async (trackingNumber: string, asker: object, status = 'DELIVERED') => {
  const document = `mutation ($key: ShipmentKey!, $events: [TrackingEventInput!]!) {
    recordTracking(shipment: $key, events: $events) { shipment { number status } shipments { number status } userErrors { code message details } } }`
  const events = [{ status, occurredAt: '2026-11-22T12:00:00Z' }]
  return (await house.api.ask(document, { key: { trackingNumber }, events }, asker)).recordTracking
}

test('a scan reaches every shipment with its tracking number that is seen, and no other', async () => {
  const [own, others] = [await parcel('shop', 'T-1'), await parcel('market', 'T-1')]
  const delivered = (number: string) => ({ number, status: 'DELIVERED' })
  expect(await scan('T-1', shop)).toEqual({ shipment: delivered(own), shipments: [delivered(own)], userErrors: [] })
  const { shipments, userErrors } = await scan('T-1', operator, 'DELIVERED')
  expect(userErrors).toEqual([])
  expect(shipments).toEqual([delivered(others), delivered(own)])
})

test('a scan reaches both shipments of one order with the same tracking number', async () => {
  const number = await house.place([line, line])
  const shipments: string[] = []
  for (const reference of ['1', '2']) {
    const { order } = await house.order(
      'releaseOrder',
      number,
      `, lines: [{ line: { reference: "${reference}" }, quantity: 1 }]`,
    )
    shipments.push(order.shipments.at(-1).number)
  }
  await house.pick(...shipments)
  for (const shipment of shipments)
    await house.shipment('packShipment', shipment, ', packages: [{ trackingNumber: "T-2" }]')
  const answer = await scan('T-2', shop)
  expect(answer.userErrors).toEqual([])
  expect(answer.shipments).toHaveLength(2)
  expect(await house.read(number)).toMatchObject({ status: 'DELIVERED' })
  await house.intact()
})

test('every other mutation asks which shipment is meant', async () => {
  const numbers = [await parcel('shop', 'T-3'), await parcel('market', 'T-3')]
  const ship = async (asker: object) =>
    (
      await house.api.ask(
        'mutation { shipShipment(shipment: { trackingNumber: "T-3" }) { shipment { number } userErrors { code details } } }',
        {},
        asker,
      )
    ).shipShipment
  const refused = await ship(operator)
  expect(refused).toMatchObject({ shipment: null, userErrors: [{ code: 'AMBIGUOUS' }] })
  expect(refused.userErrors[0].details.shipments).toMatchObject(numbers.toReversed().map((number) => ({ number })))
  const raise = `mutation { raiseException(kind: MANUAL, summary: "Wet", shipment: { trackingNumber: "T-3" }) { exceptionCase { shipment { number } } userErrors { code field details } } }`
  const { raiseException } = await house.api.ask(raise, {}, operator)
  expect(raiseException).toMatchObject({
    exceptionCase: null,
    userErrors: [{ code: 'AMBIGUOUS', field: ['shipment'] }],
  })
  expect(raiseException.userErrors[0].details.shipments).toHaveLength(2)
  expect((await house.api.ask(raise, {}, shop)).raiseException.exceptionCase).toEqual({
    shipment: { number: numbers[0] },
  })
  expect(await ship(market)).toEqual({ shipment: { number: numbers[1] }, userErrors: [] })
})

test('an exception that names an order of one channel and another channel is refused', async () => {
  const number = await house.place([line])
  const raise = async (channel: string) =>
    await house.api.ask(
      `mutation ($n: String!, $channel: String!) {
          raiseException(kind: MANUAL, summary: "Which?", order: { number: $n }, channel: $channel) { exceptionCase { kind } userErrors { code field } }
          raiseExceptions(exceptions: [{ kind: MANUAL, summary: "Which, again?", order: { number: $n }, channel: $channel }]) { results { outcome } } }`,
      { n: number, channel },
      operator,
    )
  expect(await raise('market')).toEqual({
    raiseException: { exceptionCase: null, userErrors: [{ code: 'INVALID_INPUT', field: ['channel'] }] },
    raiseExceptions: { results: [{ outcome: 'REJECTED' }] },
  })
  expect(await raise('shop')).toMatchObject({ raiseExceptions: { results: [{ outcome: 'CREATED' }] } })
})

test('the clock of one channel marks its own late exceptions, however many others are later', async () => {
  const numbers = [await house.place([line], { channel: 'market' }), await house.place([line])]
  for (const number of numbers)
    await house.api.ask(
      'mutation ($n: String!) { raiseException(kind: MANUAL, summary: "Late", order: { number: $n }) { userErrors { code } } }',
      { n: number },
    )
  await house.api.store.pool.query(
    `update exception_case set "dueAt" = now() - interval '1 day' where "summary" = 'Late'`,
  )
  await house.api.store.pool.query(
    `update exception_case set "dueAt" = now() - interval '2 days' where "summary" = 'Late' and "channelId" = (select "id" from channel where "key" = 'market')`,
  )
  const { escalateExceptions } = await house.api.ask(
    'mutation { escalateExceptions(limit: 1) { escalated userErrors { code } } }',
    {},
    shop,
  )
  expect(escalateExceptions).toEqual({ escalated: 1, userErrors: [] })
})
