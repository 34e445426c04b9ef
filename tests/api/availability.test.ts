import { beforeAll, describe, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { storeOrder } from '../support/stored-order.ts'

const api = await startApi()

beforeAll(async () => {
  await api.ask(`mutation {
    saveChannel(channelKey: "shop") { userErrors { code } }
    north: saveWarehouse(warehouseKey: "north") { userErrors { code } }
    closed: saveWarehouse(warehouseKey: "closed") { userErrors { code } }
    saveStockItem(item: { sku: "MUG", safetyStock: 2 }) { userErrors { code } }
    none: saveStockItem(item: { sku: "NONE" }) { userErrors { code } }
    adjustStock(adjustments: [{ sku: "MUG", warehouse: "north", delta: 20 }, { sku: "MUG", warehouse: "north", state: DAMAGED, delta: 1 },
      { sku: "MUG", warehouse: "closed", delta: 50 }], reason: "RECEIPT") { userErrors { code } }
  }`)
  await api.ask('mutation { saveWarehouse(warehouseKey: "closed", enabled: false) { userErrors { code } } }')
})

const available = async (sku = 'MUG', channel: string | null = null) =>
  (
    await api.ask(
      `query ($sku: String!, $channel: String) { stockItem(sku: $sku) {
        availability(channel: $channel) { sku channel availableToSell explanation { kind quantity } } } }`,
      { sku, channel },
    )
  ).stockItem.availability

describe('what may be sold', () => {
  test('falls when an order arrives, and not again when it is released', async () => {
    expect(await available()).toMatchObject({ availableToSell: 18 })
    const { number } = await storeOrder(api, { lines: [{ sku: 'MUG', quantity: 5 }] })
    expect(await available()).toEqual({
      sku: 'MUG',
      channel: null,
      availableToSell: 13,
      explanation: [
        { kind: 'ON_HAND', quantity: 21 },
        { kind: 'UNSELLABLE', quantity: -1 },
        { kind: 'UNRELEASED_DEMAND', quantity: -5 },
        { kind: 'SAFETY_STOCK', quantity: -2 },
      ],
    })
    await api.ask('mutation ($n: String!) { releaseOrder(order: { number: $n }) { userErrors { code } } }', {
      n: number,
    })
    expect(await available('MUG', 'shop')).toEqual({
      sku: 'MUG',
      channel: 'shop',
      availableToSell: 13,
      explanation: [
        { kind: 'ON_HAND', quantity: 21 },
        { kind: 'COMMITTED', quantity: -5 },
        { kind: 'UNSELLABLE', quantity: -1 },
        { kind: 'SAFETY_STOCK', quantity: -2 },
      ],
    })
  })

  test('counts an order that is held', async () => {
    const before = (await available()).availableToSell
    const { number } = await storeOrder(api, { lines: [{ sku: 'MUG', quantity: 3 }] })
    await api.ask(
      'mutation ($n: String!) { holdOrder(order: { number: $n }, reason: MANUAL) { userErrors { code } } }',
      { n: number },
    )
    expect((await available()).availableToSell).toBe(before - 3)
  })

  test('is nothing of what never came', async () => {
    expect(await available('NONE')).toMatchObject({
      availableToSell: 0,
      explanation: [{ kind: 'ON_HAND', quantity: 0 }],
    })
  })

  test('is not known for a channel that is not there', async () => {
    expect(await available('MUG', 'nope')).toBeNull()
  })
})
