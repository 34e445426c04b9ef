import { checkedSku, saveStockItem } from '#domain/settings/save-stock-item'
import { builder } from '#schema/builder'
import { StockItemPayload } from '#schema/payloads'
import { loadStockItem } from '#store/read/settings-facts'
import { StockItemInput } from '../inputs/stock.ts'
import { mutation } from '../mutation.ts'

mutation('saveStockItem', {
  description:
    'Creates a stock item, or changes the one with this SKU. Orders that wait for a new SKU, or for a lower safety stock, are judged again within a second or so.',
  payload: StockItemPayload,
  scope: 'stock:write',
  args: builder.args((t) => ({ item: t.field({ type: StockItemInput, required: true }) })),
  run: async ({ item }, command) => {
    const sku = checkedSku(item.sku, ['item', 'sku'])
    const before = (await loadStockItem(command.handle, sku)) ?? null
    command.subject = { stockItemId: before?.id ?? null }
    const { row, event } = saveStockItem(before, { ...item, sku }, { id: command.moment.id(), now: command.moment.now })
    const answer = { stockItemId: row.id }
    if (event === null) return command.commit({}, answer)
    return command.commit(
      {
        rows: [{ table: 'stock_item', op: before === null ? 'insert' : 'update', rows: [row] }],
        events: [event],
      },
      answer,
    )
  },
})
