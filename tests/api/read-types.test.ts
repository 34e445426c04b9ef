import { beforeAll, expect, test } from 'vitest'
import { fastPath } from '../support/fast-path.ts'
import { openShop, type Shop } from '../support/open-shop.ts'

let shop: Shop
let number: string
let shipment: string

beforeAll(async () => {
  shop = await openShop(['TRACKING_PUSH'])
  await shop.api.startLog()
  await shop.stock('MUG', 20)
  number = await shop.place([{ sku: 'MUG', quantity: 2 }])
  shipment = await shop.packed(number, ', packages: [{ reference: "1", trackingNumber: "TRACK-9", weightGrams: 800 }]')
  await shop.shipment('shipShipment', shipment)
  const scan =
    '{ status: IN_TRANSIT, occurredAt: "2026-11-20T12:00:00Z", trackingNumber: "TRACK-9", description: "Handed to A. Byron" }'
  await shop.shipment('recordTracking', shipment, `, events: [${scan}]`)
  await shop.api.ask(
    `mutation ($n: String!) { raiseException(kind: MANUAL, summary: "Ada called", order: { number: $n }) { userErrors { message } } }`,
    { n: number },
  )
  await shop.api.log.advanced()
})

test('an order shows everything that happened to it', async () => {
  const { order } = await shop.api.ask(
    `query ($number: String!) { order(number: $number) {
      status customerStatus paymentStatus references { kind value } channelStatuses { field }
      payments { reference status captured { amount currencyCode } transactions { kind amount { amount } } }
      ledger { nodes { account amount { amount } } pageInfo { hasNextPage } }
      messages { nodes { id } } exceptions { nodes { kind summary status queue dueAt breached order { number } } }
      lines { allocated shipped total { amount } unitPrice { amount } stockItem { sku } components { sku shipped stockItem { sku } } }
      shipments { number status warehouse { key } lines { quantity orderLine { reference } }
        routing { candidates { warehouse { key } chosen explanation } }
        packages { reference weightGrams trackingNumber status label { status } contents { sku quantity shipment { number } }
          trackingEvents { nodes { status description } } } }
      channelPushes { fact state subject { id ... on Shipment { number } } }
      validation { rule passed } allowedActions
    } }`,
    { number },
  )
  expect(order).toMatchObject({
    status: 'SHIPPED',
    customerStatus: 'SHIPPED',
    paymentStatus: 'PAID',
    lines: [
      { shipped: 2, total: { amount: '20.00' }, components: [{ sku: 'MUG', shipped: 2, stockItem: { sku: 'MUG' } }] },
    ],
    exceptions: {
      nodes: [{ kind: 'MANUAL', summary: 'Ada called', status: 'OPEN', breached: false, order: { number } }],
    },
    shipments: [
      {
        number: shipment,
        status: 'IN_TRANSIT',
        warehouse: { key: 'north' },
        packages: [
          {
            weightGrams: 800,
            trackingNumber: 'TRACK-9',
            contents: [{ sku: 'MUG', quantity: 2, shipment: { number: shipment } }],
            trackingEvents: { nodes: [{ status: 'IN_TRANSIT', description: 'Handed to A. Byron' }] },
          },
        ],
      },
    ],
    channelPushes: [{ fact: 'SHIPMENT', state: 'REQUESTED', subject: { number: shipment } }],
  })
  expect(order.shipments[0].routing.candidates[0]).toMatchObject({ warehouse: { key: 'north' }, chosen: true })
  const posted = order.ledger.nodes.reduce(
    (sum: number, entry: { amount: { amount: string } }) => sum + Number(entry.amount.amount),
    0,
  )
  expect(posted).toBe(0) // sold and paid
  expect(order.allowedActions).not.toContain('CANCEL')
})

test('free text and names are hidden from a reader, and what rules found is not', async () => {
  const { order } = await shop.api.ask(
    `query ($number: String!) { order(number: $number) {
      exceptions { nodes { summary evidence resolution } } shipments { packages { trackingEvents { nodes { status description } } } }
      validation { rule }
    } }`,
    { number },
    { role: 'reader' },
  )
  expect(JSON.stringify(order)).not.toMatch(/Ada|Byron/)
  expect(order.exceptions.nodes[0].summary).toContain('customers:read')
  expect(order.validation.length).toBeGreaterThan(0)
})

test('the trail of an order has no hole, pages both ways, and its cursors never expire', async () => {
  const document = `query ($number: String!, $first: Int, $after: String, $last: Int, $before: String) { order(number: $number) { version
    events(first: $first, after: $after, last: $last, before: $before) {
      nodes { sequence type status previousStatus cursor ... on ShipmentEvent { shipment { number } shipmentStatus } } pageInfo { hasNextPage endCursor }
    } } }`
  const sequences: number[] = []
  for (let after: string | null = null; ; ) {
    const { order } = await shop.api.ask(document, { number, first: 3, after })
    sequences.push(...order.events.nodes.map((event: { sequence: number }) => event.sequence))
    for (const { cursor } of order.events.nodes) expect(cursor).not.toBeNull()
    if (!order.events.pageInfo.hasNextPage) {
      expect(sequences).toEqual(Array.from({ length: order.version }, (_, index) => index + 1))
      break
    }
    after = order.events.pageInfo.endCursor
  }
  const { order: tail } = await shop.api.ask(document, { number, last: 2 })
  expect(tail.events.nodes.map((event: { sequence: number }) => event.sequence)).toEqual(sequences.slice(-2))
})

test('what changed of a person is in the trail for who may see customers, redacted for others, and gone when erased', async () => {
  const edited = await shop.place([{ sku: 'NOT-KNOWN', quantity: 1 }])
  const address = '{ name: "Ada", lines: ["9 New Street"], city: "London", postcode: "SW1A 1AA", country: "GB" }'
  const { userErrors } = await shop.order(
    'editShippingAddress',
    edited,
    `, address: ${address}, reasonCode: "ADDRESS_CORRECTED"`,
  )
  expect(userErrors).toEqual([])
  const changes = async (role: 'admin' | 'reader') => {
    const document = `query ($number: String!) { order(number: $number) { events { nodes { changes { field before after redacted } } } } }`
    const { order } = await shop.api.ask(document, { number: edited }, { role })
    return order.events.nodes.flatMap((event: { changes: object[] }) => event.changes)
  }
  expect(JSON.stringify(await changes('admin'))).toContain('9 New Street')
  const redacted = { before: null, after: null, redacted: true }
  expect(JSON.stringify(await changes('reader'))).not.toMatch(/New Street|Main Street/)
  expect(await changes('reader')).toContainEqual(expect.objectContaining(redacted))
  await shop.api.store.pool.query('delete from event_personal')
  expect(await changes('admin')).toContainEqual(expect.objectContaining(redacted))
  expect(JSON.stringify(await changes('admin'))).not.toContain('New Street')
})

test('the log is one list, filtered, resumed by cursor, and found again by id', async () => {
  const { events, eventLog } = await shop.api.ask(
    `query ($number: String!) { eventLog { head oldest }
      events(first: 100, orderNumbers: [$number], types: [SHIPMENT_SHIPPED, TRACKING_RECORDED]) {
        nodes { __typename id type cursor orderNumber order { number } actor { name kind } } edges { cursor } pageInfo { hasNextPage }
      } }`,
    { number },
  )
  expect(events.nodes.map((event: { type: string }) => event.type)).toEqual(['SHIPMENT_SHIPPED', 'TRACKING_RECORDED'])
  expect(events.nodes[0]).toMatchObject({ __typename: 'ShipmentEvent', orderNumber: number, order: { number } })
  expect(events.edges[0].cursor).toBe(events.nodes[0].cursor)
  const { node, rest } = await shop.api.ask(
    `query ($id: ID!, $after: String, $number: String!) { node(id: $id) { id ... on Event { type } }
      rest: events(first: 100, after: $after, orderNumbers: [$number], types: [SHIPMENT_SHIPPED, TRACKING_RECORDED]) { nodes { type } } }`,
    { id: events.nodes[0].id, after: events.edges[0].cursor, number },
  )
  expect(node).toEqual({ id: events.nodes[0].id, type: 'SHIPMENT_SHIPPED' })
  expect(rest.nodes).toEqual([{ type: 'TRACKING_RECORDED' }])
  const { last } = await shop.api.ask('{ last: events(last: 1) { edges { cursor } } }')
  expect(last.edges[0].cursor).toBe(eventLog.head)
  const { errors } = await shop.api.run('{ events(after: "nonsense") { nodes { id } } }')
  expect(errors?.[0]?.extensions.code).toBe('INVALID_CURSOR')
})

test('stock shows its levels, what may be sold and why, and every movement', async () => {
  const { stockItem, stockItems } = await shop.api.ask(`{
    stockItem(sku: "MUG") { sku availability { availableToSell explanation { kind quantity } }
      levels { warehouse { key } onHand available committed version }
      movements(first: 2) { nodes { quantity fromState toState reason actor { name } } pageInfo { hasNextPage } } }
    stockItems(filter: { search: "mu" }) { nodes { sku } totalCount }
  }`)
  expect(stockItem.levels).toMatchObject([{ warehouse: { key: 'north' }, onHand: 18, available: 18 }])
  expect(stockItem.availability.availableToSell).toBe(18)
  const explained = stockItem.availability.explanation.reduce(
    (sum: number, term: { quantity: number }) => sum + term.quantity,
    0,
  )
  expect(explained).toBe(18)
  expect(stockItem.movements.nodes[0]).toMatchObject({ quantity: 2, fromState: 'PICKED', toState: null })
  expect(stockItems).toEqual({ nodes: [{ sku: 'MUG' }], totalCount: 1 })
})

test('an event of stock shows what was there after it, not as of now', async () => {
  const { events } = await shop.api.ask(
    '{ events(first: 100, types: [STOCK_MOVED]) { nodes { ... on StockEvent { sku level { sku onHand warehouse { key } } movement { quantity } } } } }',
  )
  expect(events.nodes.map((event: { level: { onHand: number } }) => event.level.onHand)).toEqual([20, 20, 20, 18])
  expect(events.nodes[0].level).toEqual({ sku: 'MUG', onHand: 20, warehouse: { key: 'north' } })
})

test('shipments and exceptions are listed by what a team works on', async () => {
  const data = await shop.api.ask(
    `query ($number: String!) {
      shipment(number: "${shipment}") { number order { number } }
      shipments(filter: { statuses: [IN_TRANSIT], warehouses: ["north"], orderNumbers: [$number], trackingNumbers: ["TRACK-9"] }) { nodes { number } totalCount }
      none: shipments(filter: { statuses: [PLANNED] }) { nodes { number } }
      exceptions(filter: { statuses: [OPEN], kinds: [MANUAL], unassigned: true, breached: false, orderNumbers: [$number] }, sort: SEVERITY_DESC) {
        nodes { kind owner { id } } totalCount }
      late: exceptions(filter: { breached: true }) { nodes { id } }
      warehouses { key priority } channel(key: "shop") { stages statusMap { value } handoffs { name } syncRuns { resource } }
      lifecycle { status next meaning } viewer { actor { name } scopes }
    }`,
    { number },
  )
  expect(data.shipments).toEqual({ nodes: [{ number: shipment }], totalCount: 1 })
  expect(data.none.nodes).toEqual([])
  expect(data.exceptions).toEqual({ nodes: [{ kind: 'MANUAL', owner: null }], totalCount: 1 })
  expect(data.late.nodes).toEqual([])
  expect(data.warehouses.map(({ key }: { key: string }) => key)).toEqual(['north', 'south'])
  expect(data.lifecycle).toHaveLength(12)
})

test('a page of orders takes few statements, however many orders are on it', async () => {
  await shop.placeAll(Array.from({ length: 30 }, () => ({ lines: [{ sku: 'MUG', quantity: 1 }] })))
  const document = `query ($first: Int!) { orders(first: $first) { nodes {
    number total { amount } channel { key } customer { name } lines { title stockItem { sku availability { availableToSell } } components { stockItem { sku } } }
    shipments { warehouse { key } packages { trackingNumber } } holds { reason } exceptions(first: 5) { nodes { kind } }
    events(first: 5) { nodes { type cursor order { number } } } ledger(first: 5) { nodes { account } } allowedActions
  } } }`
  // The log of this process looks now and then meanwhile.
  const most = fastPath ? 10 : 25 // Prisma reads each relation in a statement of its own
  expect(await statementsOf(document, { first: 3 })).toBeLessThanOrEqual(most)
  expect(await statementsOf(document, { first: 30 })).toBeLessThanOrEqual(most)
})

/** Statements that the document takes: each takes a connection from the pool once. */
async function statementsOf(document: string, variables: { first: number }): Promise<number> {
  const { compared, store } = shop.api
  const { pool } = store
  Object.assign(compared, { withGraphqlJs: false, withPrisma: false })
  let statements = 0
  const count = () => {
    statements += 1
  }
  pool.on('acquire', count)
  const { orders } = await shop.api.ask(document, variables)
  pool.off('acquire', count)
  Object.assign(compared, { withGraphqlJs: true, withPrisma: true })
  expect(orders.nodes).toHaveLength(variables.first)
  return statements
}
