import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { type Seeded, seedChannel, seedOrder } from '../support/seed.ts'

const api = await startApi()
const shop = await seedChannel(api.store, 'shop')
const market = await seedChannel(api.store, 'market')
const days = Array.from({ length: 25 }, (_, index) => index)
const seeded: Seeded[] = []
for (const day of days) {
  // Pairs share their instant, so that the tie-break is needed.
  const placedAt = new Date(Date.UTC(2026, 9, 1 + Math.floor(day / 2))).toISOString()
  const shipBy = day % 3 === 0 ? null : placedAt
  seeded.push(
    await seedOrder(api.store, day < 20 ? shop : market, { placedAt, shipBy, status: day % 2 === 0 ? 'NEW' : 'READY' }),
  )
}

const page = `query ($sort: OrderSort!, $first: Int, $after: String, $last: Int, $before: String, $filter: OrderFilter) {
  orders(sort: $sort, first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    nodes { number placedAt } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`

test.each(['PLACED_AT_DESC', 'PLACED_AT_ASC', 'SHIP_BY_ASC', 'UPDATED_AT_DESC', 'UPDATED_AT_ASC'])(
  'pages of %s hold every order once, forwards and backwards alike',
  async (sort) => {
    const forwards: string[] = []
    for (let after: string | null = null; ; ) {
      const { orders } = await api.ask(page, { sort, first: 7, after })
      forwards.push(...orders.nodes.map((node: { number: string }) => node.number))
      if (!orders.pageInfo.hasNextPage) break
      after = orders.pageInfo.endCursor
    }
    expect(new Set(forwards).size).toBe(25)
    expect(forwards).toHaveLength(25)
    const backwards: string[] = []
    for (let before: string | null = null; ; ) {
      const { orders } = await api.ask(page, { sort, last: 7, before })
      backwards.unshift(...orders.nodes.map((node: { number: string }) => node.number))
      if (!orders.pageInfo.hasPreviousPage) break
      before = orders.pageInfo.startCursor
    }
    expect(backwards).toEqual(forwards)
  },
)

test('a cursor of one order is refused in another', async () => {
  const { orders } = await api.ask(page, { sort: 'PLACED_AT_DESC', first: 2 })
  const { errors } = await api.run(page, { sort: 'UPDATED_AT_ASC', first: 2, after: orders.pageInfo.endCursor })
  expect(errors?.[0]?.message).toMatch(/cursor/)
  expect((await api.run(page, { sort: 'PLACED_AT_DESC', after: 'x' })).errors?.[0]?.extensions.code).toBe(
    'BAD_USER_INPUT',
  )
})

test('a page has at most 100 rows, and the refusal says so', async () => {
  const { errors } = await api.run(page, { sort: 'PLACED_AT_DESC', first: 101 })
  expect(errors?.[0]?.message).toContain('0 to 100')
})

test('an order is found by its number however it is written, by a reference, and by its id', async () => {
  const [first] = seeded
  const data = await api.ask(
    `query ($number: String!, $value: String!) {
      order(number: $number) { id number total { amount currencyCode } balance { amount } lines { sku total { amount } components { sku perUnit } } shippingAddress { postcode formatted } }
      orderByReference(system: "shop", value: $value) { number }
    }`,
    { number: first!.number.toLowerCase().replaceAll('-', ' '), value: `ref-${first!.id}` },
  )
  expect(data.order).toMatchObject({
    number: first!.number,
    total: { amount: '24.95', currencyCode: 'GBP' },
    balance: { amount: '0.00' },
    lines: [{ sku: 'MUG-1', total: { amount: '20.00' }, components: [{ sku: 'MUG-1', perUnit: 1 }] }],
    shippingAddress: { postcode: 'SW1Y 4JH' },
  })
  expect(data.orderByReference.number).toBe(first!.number)
  const { node } = await api.ask('query ($id: ID!) { node(id: $id) { id ... on Order { number } } }', {
    id: data.order.id,
  })
  expect(node).toEqual({ id: data.order.id, number: first!.number })
})

test('a mistyped number is an error that says so, and not another order', async () => {
  const typed = seeded[0]!.number
  const digit = typed[4] === '1' ? '2' : '1'
  const { data, errors } = await api.run('query ($n: String!) { order(number: $n) { id } lifecycle { status } }', {
    n: typed.slice(0, 4) + digit + typed.slice(5),
  })
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  expect(data?.order).toBeNull()
  expect(data?.lifecycle).toHaveLength(12)
})

test('an id that names nothing is null, whatever it looks like', async () => {
  const nothing = [
    '',
    'x',
    'Order:1',
    Buffer.from('Order:zz').toString('base64url'),
    Buffer.from('Nothing:1').toString('base64url'),
  ]
  const gone = Buffer.from('Order:00000000-0000-7000-8000-000000000000').toString('base64url')
  const event = Buffer.from('OrderEvent:999999').toString('base64url')
  const { nodes } = await api.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
    ids: [...nothing, gone, event],
  })
  expect(nodes).toEqual([null, null, null, null, null, null, null])
})

test('filters narrow what is listed and counted', async () => {
  const data = await api.ask(`{
    orders(filter: { statuses: [NEW], channels: ["shop"] }, first: 1) { totalCount totalCountPrecision nodes { status channel { key } } }
    none: orders(filter: { onHold: true }) { nodes { id } }
    byStatus: orderCounts(by: STATUS) { key orders precision }
    byChannel: orderCounts(by: CHANNEL, filter: { statuses: [NEW] }) { key orders }
  }`)
  expect(data.orders).toEqual({
    totalCount: 10,
    totalCountPrecision: 'EXACT',
    nodes: [{ status: 'NEW', channel: { key: 'shop' } }],
  })
  expect(data.none.nodes).toEqual([])
  expect(data.byStatus).toEqual([
    { key: 'NEW', orders: 13, precision: 'EXACT' },
    { key: 'READY', orders: 12, precision: 'EXACT' },
  ])
  expect(data.byChannel).toEqual([
    { key: 'shop', orders: 10 },
    { key: 'market', orders: 3 },
  ])
})

const search = 'query ($text: String!) { orders(filter: { search: $text }) { nodes { number } } }'

test('one search finds an order by whatever a caller says', async () => {
  const { number, id } = await seedOrder(api.store, shop, {
    email: 'Grace@Example.org',
    name: 'Grace Hopper',
    sku: 'COBOL-59',
  })
  for (const text of [number, number.toLowerCase(), `ref-${id}`, 'COBOL-59', 'grace@example.ORG', 'grace h']) {
    const { orders } = await api.ask(search, { text })
    expect(orders.nodes, text).toEqual([{ number }])
  }
  expect((await api.ask(search, { text: 'sw1y4jh' })).orders.nodes.length).toBeGreaterThan(10)
  expect((await api.ask(search, { text: '%' })).orders.nodes).toEqual([])
})

test('without the scope customers:read a search does not find people', async () => {
  const asReader = { role: 'reader' } as const
  expect((await api.ask(search, { text: 'ada@example.org' }, asReader)).orders.nodes).toEqual([])
  expect((await api.ask(search, { text: 'SW1Y 4JH' }, asReader)).orders.nodes).toEqual([])
  expect((await api.ask(search, { text: seeded[0]!.number }, asReader)).orders.nodes).toHaveLength(1)
})
