import { beforeAll, describe, expect, test } from 'vitest'
import { openShop, type Shop } from '../support/open-shop.ts'

// Lists go on from their cursors whatever is asked of their rows, and the numbers that are kept agree with the orders themselves.

let shop: Shop
const orders = 23

beforeAll(async () => {
  shop = await openShop()
  await shop.stock('MUG', 100)
  await shop.placeAll(
    Array.from({ length: orders }, (_, n) => ({
      lines: [{ sku: n % 2 === 0 ? 'MUG' : `ITEM-${n}`, quantity: 1 }],
      more: {
        placedAt: `2026-11-${String(1 + (n % 7)).padStart(2, '0')}T10:00:00Z`,
        tags: n % 3 === 0 ? ['gift'] : [],
        ...(n % 4 === 0 ? { shipBy: `2026-12-${String(1 + (n % 5)).padStart(2, '0')}T10:00:00Z` } : {}),
        ...(n % 5 === 0 ? { payments: [] } : {}),
      },
    })),
  )
  for (const sku of ['A', 'B', 'C', 'D', 'E']) await shop.stock(sku, 5)
  await shop.stock('PLATE', 50, 'south')
})

type Page = {
  nodes: { id: string }[]
  pageInfo: { startCursor: string; endCursor: string; hasNextPage: boolean; hasPreviousPage: boolean }
}
const info = 'pageInfo { startCursor endCursor hasNextPage hasPreviousPage }'

async function walk(list: string, args: string, direction: 'on' | 'back'): Promise<string[]> {
  const [size, from] = direction === 'on' ? ['first', 'after'] : ['last', 'before']
  const ids: string[] = []
  let cursor: string | null = null
  for (;;) {
    const document = `query ($cursor: String) { ${list}(${size}: 4, ${from}: $cursor ${args}) { nodes { id } ${info} } }`
    const page = (await shop.api.ask(document, { cursor }))[list] as Page
    const found = page.nodes.map(({ id }) => id)
    if (direction === 'on') ids.push(...found)
    else ids.unshift(...found)
    if (!(direction === 'on' ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage)) return ids
    cursor = direction === 'on' ? page.pageInfo.endCursor : page.pageInfo.startCursor
  }
}

test.each([
  ['orders', 'sort: PLACED_AT_DESC'],
  ['orders', 'sort: PLACED_AT_ASC'],
  ['orders', 'sort: SHIP_BY_ASC'],
  ['orders', 'sort: UPDATED_AT_DESC'],
  ['orders', 'sort: UPDATED_AT_ASC'],
  ['orders', 'filter: { tags: ["gift"] }'],
  ['orders', 'filter: { channels: ["shop"] }, sort: SHIP_BY_ASC'],
  ['stockItems', ''],
  ['exceptions', 'sort: DUE_AT_ASC'],
  ['exceptions', 'sort: OPENED_AT_DESC'],
  ['exceptions', 'sort: SEVERITY_DESC'],
])('%s %s: each row once, the same way on and back', async (list, args) => {
  const document = `{ ${list}(first: 100 ${args === '' ? '' : `, ${args}`}) { nodes { id } } }`
  const whole = ((await shop.api.ask(document))[list] as Page).nodes.map(({ id }) => id)
  expect(whole.length).toBeGreaterThan(4)
  expect(await walk(list, args, 'on')).toEqual(whole)
  expect(await walk(list, args, 'back')).toEqual(whole)
})

test('the order of a list is that of each request, not of the first that came with the same words', async () => {
  const document = 'query ($sort: OrderSort!) { orders(first: 2, sort: $sort) { nodes { id } pageInfo { endCursor } } }'
  for (const sort of ['PLACED_AT_DESC', 'SHIP_BY_ASC', 'UPDATED_AT_DESC', 'PLACED_AT_ASC']) {
    const { orders: page } = await shop.api.ask(document, { sort })
    const next = await shop.api.ask(
      'query ($sort: OrderSort!, $after: String) { orders(first: 2, sort: $sort, after: $after) { nodes { id } } }',
      { sort, after: page.pageInfo.endCursor },
    )
    expect(next.orders.nodes).toHaveLength(2)
  }
})

test('a tag, a channel and a status that nothing has find nothing', async () => {
  for (const filter of [
    'tags: ["nope"]',
    'channels: ["nope"]',
    'statuses: [RETURNED]',
    'customerStatuses: [DELIVERY_PROBLEM]',
  ]) {
    const { orders: page } = await shop.api.ask(
      `{ orders(filter: { ${filter} }) { nodes { id } totalCount totalCountPrecision } }`,
    )
    expect(page).toEqual({ nodes: [], totalCount: 0, totalCountPrecision: 'EXACT' })
  }
})

describe('the numbers that are kept', () => {
  const counted = `{ byStatus: orderCounts(by: STATUS) { key orders } byPayment: orderCounts(by: PAYMENT_STATUS) { key orders }
    byCustomer: orderCounts(by: CUSTOMER_STATUS) { key orders } byChannel: orderCounts(by: CHANNEL) { key orders }
    byWarehouse: orderCounts(by: WAREHOUSE) { key orders } atSouth: orderCounts(filter: { warehouses: ["south"] }, by: STATUS) { key orders }
    oneByOne: orderCounts(filter: { placedAfter: "2000-01-01T00:00:00Z" }, by: WAREHOUSE) { key orders }
    sent: orders(filter: { warehouses: ["south", "north"] }) { totalCount } south: board(warehouses: ["south"]) { byStatus { status orders } }
    orders { totalCount } board { byStatus { status orders } } }`

  /** The same from the orders themselves. */
  async function recounted() {
    const { nodes } = (
      await shop.api.ask(
        '{ orders(first: 100) { nodes { status paymentStatus customerStatus channel { key } shipments { status warehouse { key } } } } }',
      )
    ).orders as {
      nodes: {
        status: string
        paymentStatus: string
        customerStatus: string
        channel: { key: string }
        shipments: { status: string; warehouse: { key: string } }[]
      }[]
    }
    type Node = (typeof nodes)[number]
    const at = ({ shipments }: Node) => [
      ...new Set(shipments.filter(({ status }) => status !== 'CANCELLED').map(({ warehouse }) => warehouse.key)),
    ]
    const south = nodes.filter((node) => at(node).includes('south'))
    const by = (keysOf: (order: Node) => string | string[], counted = nodes) => {
      const groups = new Map<string, number>()
      for (const key of counted.flatMap(keysOf)) groups.set(key, (groups.get(key) ?? 0) + 1)
      return [...groups]
        .map(([name, count]) => ({ key: name, orders: count }))
        .sort((a, b) => b.orders - a.orders || (a.key < b.key ? -1 : 1))
    }
    return {
      byStatus: by(({ status }) => status),
      byPayment: by(({ paymentStatus }) => paymentStatus),
      byCustomer: by(({ customerStatus }) => customerStatus),
      byChannel: by(({ channel }) => channel.key),
      byWarehouse: by(at),
      atSouth: by(({ status }) => status, south),
      oneByOne: by(at),
      sent: { totalCount: nodes.filter((node) => at(node).length > 0).length },
      total: nodes.length,
    }
  }

  async function agree() {
    const { orders: page, board, south, ...counts } = await shop.api.ask(counted)
    const { total, ...expected } = await recounted()
    expect(counts).toEqual(expected)
    expect(page.totalCount).toBe(total)
    const shown = ({ byStatus }: { byStatus: { status: string; orders: number }[] }) =>
      new Map(byStatus.flatMap(({ status, orders: count }) => (count > 0 ? [[status, count]] : [])))
    const kept = (counts: { key: string; orders: number }[]) => new Map(counts.map(({ key, orders: n }) => [key, n]))
    expect(shown(board)).toEqual(kept(expected.byStatus))
    expect(shown(south)).toEqual(kept(expected.atSouth))
    await shop.intact()
  }

  test('agree with the orders as they are released, held and cancelled, before and after they are added up', async () => {
    await agree()
    const numbers = await shop.placeAll(Array.from({ length: 4 }, () => ({ lines: [{ sku: 'MUG', quantity: 1 }] })))
    await shop.order('releaseOrder', numbers[0]!)
    await shop.order('cancelOrder', numbers[1]!, 'reason: CUSTOMER, refund: false')
    await shop.order('holdOrder', numbers[2]!, 'reason: MANUAL')
    await agree()
    await shop.api.store.pool.query('select order_tally_fold()')
    const { rows } = await shop.api.store.pool.query('select count(*)::int as n from order_tally_change')
    expect(rows[0].n).toBe(0)
    await agree()
    await shop.order('unreleaseOrder', numbers[0]!, 'reasonCode: "PICKING_PROBLEM"')
    await agree()
  })

  test('count an order with goods at two warehouses in both, and once where either is asked for', async () => {
    const lines = [
      { sku: 'MUG', quantity: 1 },
      { sku: 'PLATE', quantity: 1 },
    ]
    const [split, south] = await shop.placeAll([{ lines }, { lines: lines.slice(1) }])
    for (const number of [split!, south!]) await shop.order('releaseOrder', number)
    const { orders: page } = await shop.api.ask(
      `{ orders(filter: { warehouses: ["south"] }, sort: PLACED_AT_DESC) { nodes { number } totalCount } }`,
    )
    expect(page).toEqual({ nodes: [{ number: split }, { number: south }], totalCount: 2 })
    await agree()
    await shop.order('unreleaseOrder', south!, 'reasonCode: "PICKING_PROBLEM"')
    await shop.api.store.pool.query('select order_tally_fold()')
    await agree()
  })

  test('agree when they are added up by several while orders change', async () => {
    const { pool } = shop.api.store
    const lookups = Array.from({ length: 6 }, () => pool.query('select order_tally_fold()'))
    await Promise.all([
      ...lookups,
      shop.placeAll(Array.from({ length: 5 }, () => ({ lines: [{ sku: 'MUG', quantity: 1 }] }))),
    ])
    await agree()
  })

  test('a connector sees the numbers of its own channel', async () => {
    const asker = { role: 'connector', channelKey: 'other' } as const
    const { orders: page, byStatus } = await shop.api.ask(
      '{ orders { totalCount } byStatus: orderCounts(by: STATUS) { key } }',
      {},
      asker,
    )
    expect([page.totalCount, byStatus]).toEqual([0, []])
  })

  test('are made anew from the orders where these were loaded another way', async () => {
    await shop.api.store.pool.query('select order_tally_rebuild()')
    await agree()
  })
})
