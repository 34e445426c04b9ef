import { describe, expect, test } from 'vitest'
import { startApi } from '../support/api.ts'

const api = await startApi()

const save = async (item: Record<string, unknown>) =>
  (
    await api.ask(
      `mutation ($item: StockItemInput!) { saveStockItem(item: $item) {
        stockItem { sku name barcode weightGrams safetyStock levels { version } } userErrors { code field } } }`,
      { item },
    )
  ).saveStockItem

describe('saveStockItem', () => {
  test('creates an item with nothing in stock', async () => {
    expect(await save({ sku: 'MUG-1', name: 'Mug', weightGrams: 350 })).toEqual({
      stockItem: { sku: 'MUG-1', name: 'Mug', barcode: null, weightGrams: 350, safetyStock: 0, levels: [] },
      userErrors: [],
    })
  })

  test('changes the one with this SKU, and the log says so under the SKU', async () => {
    await save({ sku: 'MUG-2', name: 'Mug' })
    const { stockItem } = await save({ sku: ' MUG-2 ', name: 'Big mug', safetyStock: 3 })
    expect(stockItem).toMatchObject({ sku: 'MUG-2', name: 'Big mug', safetyStock: 3 })
    const events = await api.store.prisma.event.findMany({ where: { sku: 'MUG-2' }, orderBy: { id: 'asc' } })
    expect(events.map((event) => event.type)).toEqual(['SETTINGS_CHANGED', 'SETTINGS_CHANGED'])
    expect(events[1]!.changes).toEqual([
      { field: 'name', before: 'Mug', after: 'Big mug' },
      { field: 'safetyStock', before: 0, after: 3 },
    ])
  })

  test('refuses what cannot be, and shows the item as it is', async () => {
    await save({ sku: 'MUG-3', name: 'Mug' })
    expect(await save({ sku: 'MUG-3', weightGrams: -5 })).toMatchObject({
      stockItem: { sku: 'MUG-3', weightGrams: null },
      userErrors: [{ code: 'INVALID_INPUT', field: ['item', 'weightGrams'] }],
    })
    expect((await save({ sku: 'a\0b' })).userErrors).toEqual([{ code: 'INVALID_INPUT', field: ['item', 'sku'] }])
  })

  test('of one SKU by many at once is one item', async () => {
    const saves = Array.from({ length: 12 }, (_, n) => save({ sku: 'MUG-4', name: `Mug ${n}` }))
    expect((await Promise.all(saves)).flatMap((answer) => answer.userErrors)).toEqual([])
    expect(await api.store.prisma.stockItem.count({ where: { sku: 'MUG-4' } })).toBe(1)
  })

  test('a reader may not save', async () => {
    const { errors } = await api.run(
      'mutation { saveStockItem(item: { sku: "X" }) { userErrors { code } } }',
      {},
      { role: 'reader' },
    )
    expect(errors).toHaveLength(1)
    expect(await api.store.prisma.stockItem.count({ where: { sku: 'X' } })).toBe(0)
  })
})
