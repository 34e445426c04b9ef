import { beforeAll, describe, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'

const api = await startApi()

beforeAll(async () => {
  await api.ask(`mutation {
    saveWarehouse(warehouseKey: "north") { userErrors { code } }
    ${['A', 'B', 'C', 'D', 'E', 'RACE', 'KEY'].map((sku) => `${sku}: saveStockItem(item: { sku: "${sku}" }) { userErrors { code } }`).join(' ')}
  }`)
})

const document = `mutation ($adjustments: [StockAdjustmentInput!]!, $reason: String!, $reference: String, $onError: OnError! = REJECT_ALL) {
  adjustStock(adjustments: $adjustments, reason: $reason, reference: $reference, onError: $onError) {
    results { index level { version available putAway damaged onHand } userErrors { code field details } }
    userErrors { code field }
  }
}`
const adjust = async (adjustments: object[], more: Record<string, unknown> = {}) =>
  (await api.ask(document, { adjustments, reason: 'RECEIPT', ...more })).adjustStock
const line = (sku: string, delta: number, more: object = {}) => ({ sku, warehouse: 'north', delta, ...more })

describe('adjustStock', () => {
  test('takes units in and out, and every step is a movement with who and why', async () => {
    const { results } = await adjust([line('A', 10)], { reference: 'DN-1' })
    expect(results[0].level).toMatchObject({ version: 1, available: 10, onHand: 10 })
    await adjust([line('A', -3)], { reason: 'DAMAGE' })
    const { stockItem } = await api.ask(
      `{ stockItem(sku: "A") { levels { available version }
        movements(first: 5) { nodes { fromState toState quantity reason reference actor { name } } } } }`,
    )
    expect(stockItem.levels).toEqual([{ available: 7, version: 2 }])
    expect(stockItem.movements.nodes).toEqual([
      {
        fromState: 'AVAILABLE',
        toState: null,
        quantity: 3,
        reason: 'DAMAGE',
        reference: null,
        actor: { name: 'admin' },
      },
      {
        fromState: null,
        toState: 'AVAILABLE',
        quantity: 10,
        reason: 'RECEIPT',
        reference: 'DN-1',
        actor: { name: 'admin' },
      },
    ])
  })

  test('moves units between states in one call', async () => {
    await adjust([line('B', 3, { state: 'PUT_AWAY' })])
    const { results, userErrors } = await adjust([line('B', -3, { state: 'PUT_AWAY' }), line('B', 3)], {
      reason: 'PUT_BACK',
    })
    expect(userErrors).toEqual([])
    expect(results[1].level).toMatchObject({ putAway: 0, available: 3, onHand: 3 })
  })

  test('sees what earlier lines of the same call left', async () => {
    const { userErrors } = await adjust([line('C', 2), line('C', -1), line('C', -2)])
    expect(userErrors).toEqual([{ code: 'INSUFFICIENT_STOCK', field: ['adjustments', '2', 'delta'] }])
    expect(await api.store.prisma.stockMovement.count({ where: { stockItem: { sku: 'C' } } })).toBe(0)
  })

  test('with SKIP_INVALID writes the valid lines and says what was wrong with the others', async () => {
    const lines = [
      line('D', 4),
      line('D', -9),
      line('NOPE', 1),
      { ...line('D', 1), warehouse: 'nowhere' },
      line('D', 1, { state: 'COMMITTED' }),
      line('D', 1, { ifVersion: 7 }),
    ]
    const { results, userErrors } = await adjust(lines, { onError: 'SKIP_INVALID' })
    expect(userErrors).toEqual([])
    expect(results.map((result: { userErrors: { code: string }[] }) => result.userErrors[0]?.code)).toEqual([
      undefined,
      'INSUFFICIENT_STOCK',
      'UNKNOWN_SKU',
      'UNKNOWN_WAREHOUSE',
      'INVALID_INPUT',
      'STALE_VERSION',
    ])
    expect(results[0].level).toMatchObject({ available: 4, version: 1 })
    expect(results[1].userErrors[0]).toMatchObject({ field: ['adjustments', '1', 'delta'], details: { available: 4 } })
    expect(results[2].level).toBeNull()
  })

  test('refuses a reason that is none of stock, and a call that is too long', async () => {
    expect(await adjust([line('E', 1)], { reason: 'because' })).toEqual({
      results: [],
      userErrors: [{ code: 'UNKNOWN_REASON_CODE', field: ['reason'] }],
    })
    expect((await adjust(Array(501).fill(line('E', 1)))).userErrors).toEqual([
      { code: 'LIMIT_EXCEEDED', field: ['adjustments'] },
    ])
  })

  test('by many at once never falls below zero, and each unit is taken once', async () => {
    await adjust([line('RACE', 10)])
    const answers = await Promise.all(Array.from({ length: 32 }, () => adjust([line('RACE', -1)], { reason: 'THEFT' })))
    const refused = answers.filter((answer) => answer.userErrors.length > 0)
    expect(refused.map((answer) => answer.userErrors[0].code)).toEqual(Array(22).fill('INSUFFICIENT_STOCK'))
    const { integrity, stockItem } = await api.ask(
      '{ integrity { ok } stockItem(sku: "RACE") { levels { available version } } }',
    )
    expect(stockItem.levels).toEqual([{ available: 0, version: 11 }])
    expect(integrity.ok).toBe(true)
  })

  test('is repeated safely under a key', async () => {
    const keyed = `mutation { adjustStock(adjustments: [{ sku: "KEY", warehouse: "north", delta: 5 }], reason: "RECEIPT") @idempotent(key: "k1") {
      results { level { available } } userErrors { code } } }`
    const answers = [await api.ask(keyed), await api.ask(keyed)]
    expect(answers.map((answer) => answer.adjustStock.results[0].level.available)).toEqual([5, 5])
  })
})
