import { token } from '../../harness/servers.mjs'

const graphql = (query, variables) => JSON.stringify({ query, variables })
const time = (text) => new Date(text).toISOString()

const fields = {
  head: 'number status placedAt',
  bare: 'number status placedAt',
  page: 'number status placedAt lines { sku quantity } shipments { status }',
}
const ours = {
  order: `query ($number: String!) { order(number: $number) { ${fields.head} customer { name email } lines { sku title quantity } shipments { number status } } }`,
  page: (inner) =>
    `query ($after: String) { orders(first: 50, after: $after, filter: { statuses: [DELIVERED] }) { nodes { ${inner} } pageInfo { endCursor } } }`,
  stock:
    'query ($after: String) { stockItems(first: 50, after: $after) { nodes { sku levels { warehouse { key } available committed } } pageInfo { endCursor } } }',
}
const theirs = {
  order: `query ($number: String!) { orderByNumber(number: $number) { ${fields.head} customerByCustomerId { name email }
    orderLinesByOrderId { nodes { sku title quantity } } shipmentsByOrderId { nodes { number status } } } }`,
  page: (inner) =>
    `query ($after: Cursor) { allOrders(first: 50, after: $after, condition: { status: "DELIVERED" }, orderBy: [PLACED_AT_DESC]) { nodes { ${inner} } pageInfo { endCursor } } }`,
  stock:
    'query ($after: Cursor) { allStockItems(first: 50, after: $after, orderBy: [SKU_ASC]) { nodes { sku stockLevelsByStockItemId { nodes { warehouseByWarehouseId { key } available committed } } } pageInfo { endCursor } } }',
}
const usual = {
  order: ours.order,
  page: (inner) =>
    `query ($after: String) { orders(first: 50, after: $after, status: "DELIVERED") { edges { node { ${inner} } } pageInfo { endCursor } } }`,
  stock:
    'query ($after: String) { stockItems(first: 50, after: $after) { edges { node { sku levels { warehouse { key } available committed } } } pageInfo { endCursor } } }',
}
const pageOfTheirs =
  'number status placedAt orderLinesByOrderId { nodes { sku quantity } } shipmentsByOrderId { nodes { status } }'

const sortedLevels = (levels) => [...levels].sort((a, b) => (a.warehouse.key < b.warehouse.key ? -1 : 1))
const nodes = (list) => list.nodes ?? list.edges.map(({ node }) => node)
const plainOrder = (order) => ({ ...order, placedAt: time(order.placedAt) })
const plainTheirs = ({
  customerByCustomerId: customer,
  orderLinesByOrderId: lines,
  shipmentsByOrderId: shipments,
  ...order
}) => ({
  ...plainOrder(order),
  ...(customer === undefined ? {} : { customer }),
  ...(lines === undefined ? {} : { lines: lines.nodes, shipments: shipments.nodes }),
})

/** How each server is asked the four questions, and what its answer is in the words of all. */
export const peers = {
  Crossdock: {
    script: '../../dist/server/main.js',
    args: ['--server'],
    path: '/graphql',
    headers: { authorization: `Bearer ${token}` },
    probe: graphql('{ __typename }'),
    body: {
      order: ({ number }) => graphql(ours.order, { number }),
      page: ({ after }) => graphql(ours.page(fields.page), { after }),
      bare: ({ after }) => graphql(ours.page(fields.bare), { after }),
      stock: ({ item }) => graphql(ours.stock, { after: item }),
    },
    plain: {
      order: ({ order }) => plainOrder(order),
      page: ({ orders }) => nodes(orders).map(plainOrder),
      bare: ({ orders }) => nodes(orders).map(plainOrder),
      stock: ({ stockItems }) => nodes(stockItems),
    },
  },
  'raw SQL': {
    script: '../peers/raw.mjs',
    path: '/',
    probe: JSON.stringify({ name: 'order', values: [''] }),
    body: {
      order: ({ number }) => JSON.stringify({ name: 'order', values: [number] }),
      page: ({ after }) => JSON.stringify({ name: 'page', values: ['DELIVERED', ...(after ?? [])] }),
      bare: ({ after }) => JSON.stringify({ name: 'bare', values: ['DELIVERED', ...(after ?? [])] }),
      stock: ({ item }) => JSON.stringify({ name: 'stock', values: [item] }),
    },
    plain: {
      order: plainOrder,
      page: (list) => list.map(plainOrder),
      bare: (list) => list.map(plainOrder),
      stock: (list) => list,
    },
  },
  'PostGraphile 5': {
    script: '../peers/postgraphile.mjs',
    path: '/graphql',
    probe: graphql('{ __typename }'),
    body: {
      order: ({ number }) => graphql(theirs.order, { number }),
      page: ({ after }) => graphql(theirs.page(pageOfTheirs), { after }),
      bare: ({ after }) => graphql(theirs.page(fields.bare), { after }),
      stock: ({ item }) => graphql(theirs.stock, { after: item }),
    },
    plain: {
      order: ({ orderByNumber }) => plainTheirs(orderByNumber),
      page: ({ allOrders }) => nodes(allOrders).map(plainTheirs),
      bare: ({ allOrders }) => nodes(allOrders).map(plainTheirs),
      stock: ({ allStockItems }) =>
        nodes(allStockItems).map(({ sku, stockLevelsByStockItemId: levels }) => ({
          sku,
          levels: sortedLevels(
            levels.nodes.map(({ warehouseByWarehouseId: warehouse, ...level }) => ({ warehouse, ...level })),
          ),
        })),
    },
  },
  'Yoga + Pothos + Prisma': {
    script: '../peers/usual.mjs',
    path: '/graphql',
    probe: graphql('{ __typename }'),
    body: {
      order: ({ number }) => graphql(usual.order, { number }),
      page: ({ after }) => graphql(usual.page(fields.page), { after }),
      bare: ({ after }) => graphql(usual.page(fields.bare), { after }),
      stock: ({ item }) => graphql(usual.stock, { after: item }),
    },
    plain: {
      order: ({ order }) => plainOrder(order),
      page: ({ orders }) => nodes(orders).map(plainOrder),
      bare: ({ orders }) => nodes(orders).map(plainOrder),
      stock: ({ stockItems }) => nodes(stockItems),
    },
  },
}

export const questions = {
  order: { title: 'order by number with customer, lines, shipments', raw: 1.8, peer: 3.0 },
  page: { title: 'page of 50 by status, with lines and shipment status', raw: 1.7, peer: 1.8 },
  bare: { title: 'page of 50 bare', raw: 1.5, peer: 2.0 },
  stock: { title: '50 SKUs with levels per warehouse', raw: 1.5, peer: 2.0 },
}
/** Pages that are requested, taken from all over the newest 20,000 orders and all items. */
const PAGES = 40
const EVERY = { orders: 10, items: 2 }

/** Cursors of pages of a list, walked as any client walks. */
async function walk(server, every, body) {
  const cursors = []
  let after = null
  for (let page = 1; page <= PAGES * every; page++) {
    const { pageInfo } = Object.values(await server.ask(body(after)))[0]
    if (pageInfo.endCursor === null) break
    after = pageInfo.endCursor
    if (page % every === 0) cursors.push(after)
  }
  return cursors
}

const ends = (columns, table, order, every) => `select ${columns} from
  (select *, row_number() over (order by ${order}) as n from ${table} order by ${order} limit ${PAGES * every * 50}) x where n % ${every * 50} = 0 order by n`

/** Where each server's pages begin: after the same rows, each with its own cursor. */
export async function beginnings(name, server, client) {
  const { body } = peers[name]
  if (name !== 'raw SQL') {
    return {
      orders: await walk(server, EVERY.orders, (after) => body.bare({ after })),
      items: await walk(server, EVERY.items, (item) => body.stock({ item })),
    }
  }
  const { rows } = await client.query(
    ends('"placedAt", id', `"order" where status = 'DELIVERED'`, '"placedAt" desc, id', EVERY.orders),
  )
  const items = await client.query(ends('sku', 'stock_item', 'sku', EVERY.items))
  return { orders: rows.map((row) => [row.placedAt.toISOString(), row.id]), items: items.rows.map(({ sku }) => sku) }
}

/** Keys and cursors in an order that is the same for all servers and jumps about. */
export const bodiesOf = (name, question, { numbers, starts }) =>
  Array.from({ length: question === 'order' ? 2_000 : PAGES * 5 }, (_, n) => {
    return peers[name].body[question]({
      number: numbers[(n * 7) % numbers.length],
      after: starts[name].orders[(n * 17) % starts[name].orders.length],
      item: starts[name].items[(n * 17) % starts[name].items.length],
    })
  })
