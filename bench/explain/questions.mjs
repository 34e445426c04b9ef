// Every list of the API in every order, with every filter, from both ends and from its middle: what `npm run bench -- explain` and
// tests/store/list-plans.test.ts ask. A filter that nobody asks about here fails both.

/** Words and numbers of the data at hand, so that the questions find something. */
export async function sampleOf(query) {
  const one = async (text) => (await query(text)).rows[0] ?? {}
  const middle = async (table, columns) =>
    one(`select ${columns} from ${table} order by "id" offset (select count(*) / 2 from ${table}) limit 1`)
  return {
    order: await middle('"order"', '"id", "number", "placedAt", "updatedAt", "shipBy"'),
    shipment: await middle('shipment', '"id", "number"'),
    exception: await middle('exception_case', '"id", "dueAt", "openedAt", "severity"'),
    item: await middle('stock_item', '"id", "sku", "barcode"'),
    line: await one('select "sku" from order_line where "sku" is not null limit 1'),
    reference: await one('select "system", "kind", "value" from external_reference limit 1'),
    package: await one('select "trackingNumber" from package where "trackingNumber" is not null limit 1'),
    customer: await one('select "name", "email" from customer where "email" is not null limit 1'),
    postcode: await one(
      `select "shippingAddress"->>'postcode' as "postcode" from "order" where "shippingAddress" is not null limit 1`,
    ),
    channel: await one('select "key" from channel order by "key" limit 1'),
    warehouse: await one('select "key" from warehouse order by "key" limit 1'),
  }
}

const cursor = (sort, value, id) =>
  Buffer.from(JSON.stringify([sort, value instanceof Date ? value.toISOString() : (value ?? null), id])).toString(
    'base64url',
  )

const orderSorts = {
  PLACED_AT_DESC: 'placedAt',
  PLACED_AT_ASC: 'placedAt',
  SHIP_BY_ASC: 'shipBy',
  UPDATED_AT_DESC: 'updatedAt',
  UPDATED_AT_ASC: 'updatedAt',
}
const exceptionSorts = { DUE_AT_ASC: 'dueAt', OPENED_AT_DESC: 'openedAt', SEVERITY_DESC: 'severity' }

const orderFilters = (s) => ({
  all: {},
  'a common status': { statuses: ['DELIVERED'] },
  'a status of the newest orders': { statuses: ['NEW'] },
  'a status that no order has': { statuses: ['PARTIALLY_RETURNED'] },
  'statuses of open orders': { statuses: ['NEW', 'READY', 'RELEASED', 'PICKING', 'PACKED'] },
  'a rare customer status': { customerStatuses: ['READY_FOR_PICKUP'] },
  'two customer statuses': { customerStatuses: ['RECEIVED', 'PREPARING'] },
  'a payment status': { paymentStatuses: ['PENDING'] },
  'two payment statuses': { paymentStatuses: ['PENDING', 'AUTHORIZED'] },
  'a channel': { channels: [s.channel.key] },
  'two channels': { channels: [s.channel.key, 'channel-2'] },
  'a channel that is not there': { channels: ['nobody'] },
  'a warehouse': { warehouses: [s.warehouse.key] },
  'two warehouses': { warehouses: [s.warehouse.key, 'warehouse-2'] },
  'on hold': { onHold: true },
  'not on hold': { onHold: false },
  'a hold reason': { holdReasons: ['AWAITING_PAYMENT'] },
  'a hold reason that nothing has': { holdReasons: ['HIGH_RISK_OF_FRAUD', 'INCORRECT_ADDRESS'] },
  'a SKU': { skus: [s.line.sku] },
  'a SKU that is not there': { skus: ['nothing'] },
  'an open exception': { hasOpenException: true },
  'no open exception': { hasOpenException: false },
  'placed in a range': {
    placedAfter: new Date(s.order.placedAt.getTime() - 86_400_000),
    placedBefore: s.order.placedAt,
  },
  'updated in a range': {
    updatedAfter: new Date(s.order.updatedAt.getTime() - 86_400_000),
    updatedBefore: s.order.updatedAt,
  },
  'to be shipped before': { shipBefore: s.order.shipBy ?? s.order.placedAt },
  'open and to be shipped before': { statuses: ['NEW', 'READY', 'RELEASED'], shipBefore: new Date() },
  'a reference': { references: [s.reference] },
  'two references': { references: [s.reference, { ...s.reference, value: 'nothing' }] },
  'a tag': { tags: ['gift'] },
  'a tag that nothing has': { tags: ['nothing'] },
  'a status of a channel': { statuses: ['READY'], channels: [s.channel.key] },
  'a status at a warehouse': { statuses: ['PICKING'], warehouses: [s.warehouse.key] },
  'held in a channel': { onHold: true, channels: [s.channel.key] },
  'search: a number': { search: s.order.number },
  'search: a reference': { search: s.reference.value },
  'search: a SKU': { search: s.line.sku },
  'search: a tracking number': { search: s.package.trackingNumber ?? 'nothing' },
  'search: an e-mail address': { search: s.customer.email },
  'search: a name': { search: s.customer.name },
  'search: how many names begin': { search: (s.customer.name ?? 'Ada').slice(0, 3) },
  'search: a part of a name': { search: 'ovela' },
  'search: two words of a name': {
    search: (s.customer.name ?? 'Ada Lovelace').split(' ').slice(0, 2).reverse().join(' '),
  },
  'search: two characters': { search: (s.customer.name ?? 'Ada').slice(0, 2) },
  'search: a postcode': { search: s.postcode.postcode ?? 'SW1A 1AA' },
  'search: nothing': { search: 'no such words' },
})

const shipmentFilters = (s) => ({
  all: {},
  'a common status': { statuses: ['DELIVERED'] },
  'a status of the newest': { statuses: ['PLANNED'] },
  'open statuses': { statuses: ['PLANNED', 'PICKING', 'PACKED', 'LABELLED'] },
  'a status that nothing has': { statuses: ['LOST'] },
  'a warehouse': { warehouses: [s.warehouse.key] },
  'two warehouses': { warehouses: [s.warehouse.key, 'warehouse-2'] },
  'a status at a warehouse': { statuses: ['PICKING'], warehouses: [s.warehouse.key] },
  'a carrier': { carriers: ['royal-mail'] },
  'a carrier that nothing has': { carriers: ['pigeon'] },
  'order numbers': { orderNumbers: [s.order.number] },
  'tracking numbers': { trackingNumbers: [s.package.trackingNumber ?? 'nothing'] },
  'planned, to be shipped before': { statuses: ['PLANNED'], shipBefore: new Date() },
})

const exceptionFilters = (s) => ({
  all: {},
  open: { statuses: ['OPEN'] },
  unresolved: { statuses: ['OPEN', 'IN_PROGRESS'] },
  'a kind': { kinds: ['PAYMENT_ISSUE'] },
  'a kind that nothing is': { kinds: ['MANUAL'] },
  'a queue': { queues: ['payments'], statuses: ['OPEN'] },
  'an owner': { ownerIds: ['QWN0b3I6MDE5MDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAw'] },
  'nobody took it': { unassigned: true, statuses: ['OPEN'] },
  'somebody took it': { unassigned: false },
  breached: { breached: true, statuses: ['OPEN'] },
  'in time': { breached: false, statuses: ['OPEN'] },
  'order numbers': { orderNumbers: [s.order.number] },
})

const itemFilters = (s) => ({
  all: {},
  SKUs: { skus: [s.item.sku] },
  'a warehouse': { warehouses: [s.warehouse.key] },
  'the beginning of a SKU': { search: s.item.sku.slice(0, 6) },
  'a part of a name': { search: 'owe' },
  'a barcode': { search: s.item.barcode ?? 'nothing' },
  'below safety stock': { belowSafetyStock: true },
  'not below safety stock': { belowSafetyStock: false },
})

/** A page from the beginning, from the middle, from the end and up to the middle. */
const pages = (middle) => ({
  first: { first: 50 },
  after: { first: 50, after: middle },
  last: { last: 50 },
  before: { last: 50, before: middle },
})

function* listQuestions(field, sorts, filters, row, nodes) {
  for (const [sort, column] of Object.entries(sorts)) {
    for (const [words, filter] of Object.entries(filters)) {
      for (const [page, args] of Object.entries(pages(cursor(sort, row[column], row.id)))) {
        const isSorted = sort !== 'LATEST' && sort !== 'SKU_ASC'
        const [declared, passed] = isSorted
          ? [`, $sort: ${field === 'orders' ? 'OrderSort' : 'ExceptionSort'}!`, ', sort: $sort']
          : ['', '']
        yield {
          name: `${field}: ${words}, ${sort}, ${page}`,
          list: field,
          filter,
          document: `query ($filter: ${filterTypes[field]}${declared}, $first: Int, $last: Int, $after: String, $before: String) {
            ${field}(filter: $filter${passed}, first: $first, last: $last, after: $after, before: $before) { nodes { ${nodes} } } }`,
          variables: { filter, ...(isSorted ? { sort } : {}), ...args },
        }
      }
    }
  }
}

export const filterTypes = {
  orders: 'OrderFilter',
  shipments: 'ShipmentFilter',
  exceptions: 'ExceptionFilter',
  stockItems: 'StockFilter',
}

const once = (name, document, variables = {}, more = {}) => ({ name, document, variables, ...more })

function* otherQuestions(s) {
  const totals = {
    orders: orderFilters(s),
    shipments: shipmentFilters(s),
    exceptions: exceptionFilters(s),
    stockItems: itemFilters(s),
  }
  for (const [field, filters] of Object.entries(totals)) {
    for (const [words, filter] of Object.entries(filters)) {
      yield once(
        `${field}.totalCount: ${words}`,
        `query ($filter: ${filterTypes[field]}) { ${field}(filter: $filter, first: 0) { totalCount } }`,
        { filter },
        { counts: true },
      )
    }
  }
  for (const by of ['STATUS', 'CUSTOMER_STATUS', 'PAYMENT_STATUS', 'CHANNEL', 'WAREHOUSE']) {
    for (const words of [
      'all',
      'a common status',
      'a channel',
      'a warehouse',
      'on hold',
      'an open exception',
      'a payment status',
      'a SKU',
      'placed in a range',
    ]) {
      yield once(
        `orderCounts by ${by}: ${words}`,
        `query ($filter: OrderFilter, $by: OrderCountKey!) { orderCounts(filter: $filter, by: $by) { key orders } }`,
        { filter: orderFilters(s)[words], by },
        { counts: true },
      )
    }
  }
  for (const [words, filter] of Object.entries({
    all: {},
    'a channel': { channels: [s.channel.key] },
    'a warehouse': { warehouses: [s.warehouse.key] },
  })) {
    yield once(
      `board: ${words}`,
      `query ($channels: [String!], $warehouses: [String!]) { board(channels: $channels, warehouses: $warehouses) {
      byStatus { status orders } openExceptions breachedExceptions shipToday lateToShip } }`,
      filter,
      { counts: true },
    )
  }
  for (const args of [
    'first: 50',
    'last: 50',
    'types: [ORDER_IMPORTED], last: 50',
    `orderNumbers: ["${s.order.number}"], last: 50`,
    'types: [SHIPMENT_PACKED], last: 50',
  ]) {
    yield once(
      `events: ${args.replace(s.order.number, 'an order')}`,
      `{ events(${args}) { nodes { type occurredAt } } }`,
    )
  }
  yield once(
    'order',
    `{ order(number: "${s.order.number}") { id customer { name orders(first: 10) { nodes { number } } } events(first: 20) { nodes { type } }
    ledger(first: 20) { nodes { memo } } messages(first: 20) { nodes { subject } } exceptions(first: 20) { nodes { kind } }
    lines { sku shipmentLines: shipped } shipments { number packages { trackingNumber trackingEvents(first: 10) { nodes { status } } } } } }`,
  )
  yield once(
    'orderByReference',
    `query ($system: String!, $kind: ReferenceKind!, $value: String!) { orderByReference(system: $system, kind: $kind, value: $value) { id } }`,
    s.reference,
  )
  yield once('shipment', `{ shipment(number: "${s.shipment.number}") { id order { number } } }`)
  yield once(
    'stockItem',
    `{ stockItem(sku: "${s.item.sku}") { id levels { onHand } movements(first: 20) { nodes { quantity } } } }`,
  )
}

/** All questions to the data that the sample was taken from. `as` a connector: only its channel's orders are there for it. */
export function questionsOf(s) {
  const lists = [
    ...listQuestions('orders', orderSorts, orderFilters(s), s.order, 'id number'),
    ...listQuestions('shipments', { LATEST: 'id' }, shipmentFilters(s), s.shipment, 'id number'),
    ...listQuestions('exceptions', exceptionSorts, exceptionFilters(s), s.exception, 'id summary'),
    ...listQuestions('stockItems', { SKU_ASC: 'sku' }, itemFilters(s), s.item, 'id sku'),
  ]
  const connectors = lists
    .filter(
      ({ name, filter }) =>
        /^(orders|shipments|exceptions): (all|a common status|open|unresolved),/.test(name) ||
        (/^orders: .* first/.test(name) &&
          ['search', 'skus', 'tags', 'warehouses'].some((key) => key in (filter ?? {}))),
    )
    .map((question) => ({ ...question, name: `${question.name}, as a connector`, channelKey: s.channel.key }))
  return [...lists, ...connectors, ...otherQuestions(s)]
}
