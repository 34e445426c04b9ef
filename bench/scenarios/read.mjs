import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import { load, startPeer, token } from '../harness/servers.mjs'
import { median, table } from '../server.mjs'

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
const dialects = {
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

const questions = {
  order: { title: 'order by number with customer, lines, shipments', raw: 1.8, peer: 3.0 },
  page: { title: 'page of 50 by status, with lines and shipment status', raw: 1.7, peer: 1.8 },
  bare: { title: 'page of 50 bare', raw: 1.5, peer: 2.0 },
  stock: { title: '50 SKUs with levels per warehouse', raw: 1.5, peer: 2.0 },
}
const PAGES = 40

/** Cursors of the first pages of a list, walked as any client walks. */
async function walk(server, body) {
  const cursors = []
  let after = null
  for (let page = 0; page < PAGES; page++) {
    const data = await server.ask(body(after))
    after = Object.values(data)[0].pageInfo.endCursor
    cursors.push(after)
  }
  return cursors
}

/** Where each server's pages begin: after the same rows, each with its own cursor. */
async function beginnings(name, server, client) {
  const { body } = dialects[name]
  if (name !== 'raw SQL') {
    return {
      orders: await walk(server, (after) => body.bare({ after })),
      items: await walk(server, (item) => body.stock({ item })),
    }
  }
  const { rows } =
    await client.query(`select "placedAt", id from (select "placedAt", id, row_number() over (order by "placedAt" desc, id) as n
    from "order" where status = 'DELIVERED' order by "placedAt" desc, id limit ${PAGES * 50}) x where n % 50 = 0 order by n`)
  const items = await client.query(
    `select sku from (select sku, row_number() over (order by sku) as n from stock_item order by sku limit ${PAGES * 50}) x where n % 50 = 0 order by n`,
  )
  return { orders: rows.map((row) => [row.placedAt.toISOString(), row.id]), items: items.rows.map(({ sku }) => sku) }
}

const bodiesOf = (name, question, { numbers, starts }) =>
  Array.from({ length: question === 'order' ? 2_000 : PAGES * 5 }, (_, n) => {
    const page = (n * 17) % PAGES
    return dialects[name].body[question]({
      number: numbers[(n * 7) % numbers.length],
      after: starts[name].orders[page],
      item: starts[name].items[page],
    })
  })

/** The four questions to four servers over one database, interleaved. Every server must give the same answers first. */
export async function readScenario({ databaseUrl, rounds, milliseconds, tell }) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query('select number from "order" tablesample system (2) limit 4000')
  const numbers = rows.map(({ number }) => number)
  const servers = {}
  try {
    for (const [name, dialect] of Object.entries(dialects)) {
      servers[name] = await startPeer(
        { name, ...dialect },
        { DATABASE_URL: databaseUrl, CROSSDOCK_ADMIN_TOKEN: token, LOG_LEVEL: 'warn' },
      )
    }
    const starts = {}
    for (const name of Object.keys(servers)) starts[name] = await beginnings(name, servers[name], client)
    await client.end()
    const asked = { numbers, starts }
    await compare(servers, asked)
    return await measure(servers, asked, { rounds, milliseconds, tell })
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()))
    await client.end().catch(() => {})
  }
}

async function compare(servers, asked) {
  for (const question of Object.keys(questions)) {
    for (const n of [0, 7, 19]) {
      const answers = []
      for (const [name, server] of Object.entries(servers)) {
        answers.push([name, dialects[name].plain[question](await server.ask(bodiesOf(name, question, asked)[n]))])
      }
      const [[, first], ...rest] = answers
      for (const [name, answer] of rest) {
        if (isDeepStrictEqual(JSON.parse(JSON.stringify(answer)), JSON.parse(JSON.stringify(first)))) continue
        throw new Error(
          `${name} answers ${question} otherwise:\n${JSON.stringify(answer).slice(0, 700)}\n${JSON.stringify(first).slice(0, 700)}`,
        )
      }
    }
  }
}

async function measure(servers, asked, { rounds, milliseconds, tell }) {
  const results = {}
  for (const question of Object.keys(questions)) {
    const bodies = Object.fromEntries(Object.keys(servers).map((name) => [name, bodiesOf(name, question, asked)]))
    for (const name of Object.keys(servers)) await load(servers[name], bodies[name], { milliseconds: 1_500 })
    const seen = Object.fromEntries(Object.keys(servers).map((name) => [name, []]))
    for (let round = 0; round < rounds; round++) {
      for (const name of Object.keys(servers))
        seen[name].push(await load(servers[name], bodies[name], { milliseconds }))
    }
    results[question] = Object.fromEntries(
      Object.entries(seen).map(([name, runs]) => [
        name,
        {
          rate: median(runs.map((run) => run.rate)),
          cpu: median(runs.map((run) => run.cpu)),
          p99: median(runs.map((run) => run.p99)),
        },
      ]),
    )
    tell(questions[question].title, results[question])
  }
  return results
}

export function readTable(results) {
  const names = Object.keys(dialects)
  return [
    ['answers a second, 16 at once', ...names, 'raw ÷ Crossdock (wanted)', 'Crossdock ÷ PostGraphile (wanted)'],
    ...Object.entries(results).map(([question, servers]) => [
      questions[question].title,
      ...names.map((name) => servers[name].rate.toFixed(0)),
      `${(servers['raw SQL'].rate / servers.Crossdock.rate).toFixed(2)} (at most ${questions[question].raw})`,
      `${(servers.Crossdock.rate / servers['PostGraphile 5'].rate).toFixed(1)} (at least ${questions[question].peer})`,
    ]),
  ]
}

export const showRead = (results) => table(readTable(results))
