import { beforeAll, describe, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { storeOrder } from '../support/stored-order.ts'

const api = await startApi()
const skus = ['NEW', 'AGAIN', 'PAST', 'VERSION', 'TWICE', 'SHORT', 'CURE', 'PICKED', 'PAIR', 'RACE', 'SKIP']

beforeAll(async () => {
  await api.ask(`mutation {
    saveWarehouse(warehouseKey: "north") { userErrors { code } }
    saveChannel(channelKey: "shop") { userErrors { code } }
    ${skus.map((sku) => `${sku}: saveStockItem(item: { sku: "${sku}" }) { userErrors { code } }`).join(' ')}
  }`)
})

const document = `mutation ($counts: [StockCountInput!]!, $reason: String!, $reference: String, $onError: OnError! = REJECT_ALL) {
  setStock(counts: $counts, reason: $reason, reference: $reference, onError: $onError) {
    results { index level { version onHand available committed picked } userErrors { code field details } }
    userErrors { code field }
  }
}`
const set = async (counts: object[], more: Record<string, unknown> = {}) =>
  (await api.ask(document, { counts, reason: 'CYCLE_COUNT', ...more })).setStock
const count = (sku: string, onHand: number, more: object = {}) => ({ sku, warehouse: 'north', onHand, ...more })
const movementsOf = (sku: string) => api.store.prisma.stockMovement.count({ where: { stockItem: { sku } } })
const release = async (number: string) => {
  const { releaseOrder } = await api.ask(
    'mutation ($number: String!) { releaseOrder(order: { number: $number }) { order { shipments { number } } userErrors { code message } } }',
    { number },
  )
  expect(releaseOrder.userErrors).toEqual([])
  return releaseOrder.order.shipments[0].number as string
}
const orderNow = async (number: string) =>
  (
    await api.ask(
      `query ($number: String!) { order(number: $number) { status lines { open allocated } shipments { status }
        holds { reason } exceptions(statuses: [OPEN]) { nodes { kind evidence } } } }`,
      { number },
    )
  ).order
const intact = async () => {
  const { integrity } = await api.ask('{ integrity { ok checks { name ok sample } } }')
  expect(integrity.checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([])
}

describe('setStock', () => {
  test('a first count creates the stock, and a later one corrects it', async () => {
    expect((await set([count('NEW', 12)], { reason: 'INITIAL_COUNT' })).results).toEqual([
      { index: 0, level: { version: 1, onHand: 12, available: 12, committed: 0, picked: 0 }, userErrors: [] },
    ])
    expect((await set([count('NEW', 9)])).results[0].level).toMatchObject({ version: 2, onHand: 9, available: 9 })
  })

  test('a count of what is known writes nothing', async () => {
    await set([count('AGAIN', 5)])
    expect((await set([count('AGAIN', 5)])).results[0].level).toMatchObject({ version: 1, onHand: 5 })
    expect(await movementsOf('AGAIN')).toBe(1)
  })

  test('what moved since a past count comes on top, and the count may be said again', async () => {
    api.clock.now = '2026-11-23T08:00:00.000Z'
    await set([count('PAST', 10)])
    const countedAt = '2026-11-23T09:00:00.000Z'
    api.clock.now = '2026-11-23T10:00:00.000Z'
    await api.ask(
      `mutation { adjustStock(adjustments: [{ sku: "PAST", warehouse: "north", delta: 7 }], reason: "RECEIPT") { userErrors { code } } }`,
    )
    api.clock.now = '2026-11-23T11:00:00.000Z'
    expect((await set([count('PAST', 8, { countedAt })])).results[0].level.onHand).toBe(15)
    expect((await set([count('PAST', 8, { countedAt })])).results[0].level.onHand).toBe(15)
    api.clock.now = null
    expect(await movementsOf('PAST')).toBe(3)
  })

  test('a count on top of another that was not seen is refused, with the level as it is', async () => {
    await set([count('VERSION', 5, { ifVersion: 0 })])
    expect(await set([count('VERSION', 3, { ifVersion: 0 })])).toMatchObject({
      results: [
        {
          level: { onHand: 5, version: 1 },
          userErrors: [{ code: 'STALE_VERSION', details: { version: 1, onHand: 5 } }],
        },
      ],
      userErrors: [{ code: 'STALE_VERSION', field: ['counts', '0', 'ifVersion'] }],
    })
  })

  test('one bad count refuses the call, unless the others may go on', async () => {
    const counts = [
      count('SKIP', 4),
      count('NOPE', 1),
      count('SKIP', 6),
      { ...count('SKIP', 1), warehouse: 'nowhere' },
      count('TWICE', -1),
    ]
    const refused = await set(counts)
    expect(
      refused.userErrors.map((error: { code: string; field: string[] }) => [error.code, error.field.join('.')]),
    ).toEqual([
      ['UNKNOWN_SKU', 'counts.1.sku'],
      ['INVALID_INPUT', 'counts.2.sku'],
      ['UNKNOWN_WAREHOUSE', 'counts.3.warehouse'],
      ['INVALID_INPUT', 'counts.4.onHand'],
    ])
    expect(await movementsOf('SKIP')).toBe(0)
    const skipped = await set(counts, { onError: 'SKIP_INVALID' })
    expect(skipped.userErrors).toEqual([])
    expect(skipped.results[0].level.onHand).toBe(4)
    expect(skipped.results.filter((result: { userErrors: object[] }) => result.userErrors.length > 0)).toHaveLength(4)
  })

  test('a count of nothing where nothing ever was writes nothing', async () => {
    expect((await set([count('TWICE', 0)])).results).toEqual([{ index: 0, level: null, userErrors: [] }])
  })
})

describe('a count below what is promised', () => {
  test('takes promises back, the latest first, holds those orders and asks a person', async () => {
    await set([count('SHORT', 10)])
    const early = await storeOrder(api, { lines: [{ sku: 'SHORT', quantity: 4 }], shipBy: '2026-12-01T12:00:00.000Z' })
    const late = await storeOrder(api, { lines: [{ sku: 'SHORT', quantity: 4 }], shipBy: '2026-12-09T12:00:00.000Z' })
    const middle = await storeOrder(api, { lines: [{ sku: 'SHORT', quantity: 2 }], shipBy: '2026-12-05T12:00:00.000Z' })
    for (const { number } of [late, early, middle]) await release(number)

    const { results, userErrors } = await set([count('SHORT', 5)], { reference: 'C-77' })
    expect(userErrors).toEqual([])
    expect(results[0].level).toMatchObject({ onHand: 5, available: 0, committed: 5 })
    expect(await orderNow(early.number)).toMatchObject({
      status: 'RELEASED',
      lines: [{ open: 0, allocated: 4 }],
      holds: [],
    })
    expect(await orderNow(middle.number)).toMatchObject({
      status: 'RELEASED',
      lines: [{ open: 1, allocated: 1 }],
      holds: [{ reason: 'INVENTORY_OUT_OF_STOCK' }],
    })
    expect(await orderNow(late.number)).toMatchObject({
      status: 'READY',
      lines: [{ open: 4, allocated: 0 }],
      shipments: [{ status: 'CANCELLED' }],
      holds: [{ reason: 'INVENTORY_OUT_OF_STOCK' }],
      exceptions: {
        nodes: [
          {
            kind: 'STOCK_SHORTAGE',
            evidence: { reference: 'C-77', shortfalls: [{ sku: 'SHORT', warehouse: 'north', quantity: 4 }] },
          },
        ],
      },
    })
    await intact()
  })

  test('is cured by new stock: the next validation lifts the hold and closes the exception', async () => {
    await set([count('CURE', 2)])
    const { number, id } = await storeOrder(api, { lines: [{ sku: 'CURE', quantity: 2 }] })
    await release(number)
    await set([count('CURE', 0)])
    const validate = () =>
      api.ask('mutation ($number: String!) { validateOrder(order: { number: $number }) { userErrors { code } } }', {
        number,
      })
    await validate()
    expect(await orderNow(number)).toMatchObject({ status: 'NEW', holds: [{ reason: 'INVENTORY_OUT_OF_STOCK' }] })
    await set([count('CURE', 2)])
    await validate()
    expect(await orderNow(number)).toMatchObject({ status: 'READY', holds: [], exceptions: { nodes: [] } })
    expect(await api.store.prisma.exceptionCase.count({ where: { orderId: id } })).toBe(1)
    await release(number)
    await intact()
  })

  test('changes an order once that is short of two things', async () => {
    await set([count('PAIR', 3), count('TWICE', 3)])
    const { number, id } = await storeOrder(api, {
      lines: [
        { sku: 'PAIR', quantity: 3 },
        { sku: 'TWICE', quantity: 3 },
      ],
    })
    await release(number)
    await set([count('PAIR', 1), count('TWICE', 0)])
    expect(await orderNow(number)).toMatchObject({
      lines: [
        { open: 2, allocated: 1 },
        { open: 3, allocated: 0 },
      ],
    })
    expect(await api.store.prisma.hold.count({ where: { orderId: id } })).toBe(1)
    await intact()
  })

  test('leaves picked units alone: fewer than those is refused, and says what to do', async () => {
    await set([count('PICKED', 6)])
    const { number } = await storeOrder(api, { lines: [{ sku: 'PICKED', quantity: 4 }] })
    const shipment = await release(number)
    await api.ask(
      'mutation ($number: String!) { startPicking(shipments: [{ number: $number }]) { userErrors { code } } }',
      {
        number: shipment,
      },
    )
    expect((await set([count('PICKED', 3)])).userErrors).toEqual([
      { code: 'INSUFFICIENT_STOCK', field: ['counts', '0', 'onHand'] },
    ])
    expect((await set([count('PICKED', 4)])).results[0].level).toMatchObject({ onHand: 4, available: 0, picked: 4 })
    await intact()
  })

  test('while others release and count: every unit is where the books say', async () => {
    await set([count('RACE', 20)])
    const orders = await Promise.all(
      Array.from({ length: 16 }, () => storeOrder(api, { lines: [{ sku: 'RACE', quantity: 1 }] })),
    )
    const releases = orders.map(({ number }) =>
      api.ask('mutation ($number: String!) { releaseOrder(order: { number: $number }) { userErrors { code } } }', {
        number,
      }),
    )
    const counts = [9, 14, 6, 11, 8].map((onHand) => set([count('RACE', onHand)]))
    for (const { userErrors } of await Promise.all(counts)) expect(userErrors).toEqual([])
    await Promise.all(releases)
    const { onHand, committed } = (await set([count('RACE', 6)])).results[0].level
    expect(onHand).toBe(6)
    const rows = await api.store.prisma.orderLine.aggregate({ where: { sku: 'RACE' }, _sum: { allocated: true } })
    expect(rows._sum.allocated).toBe(committed)
    await intact()
  })
})
