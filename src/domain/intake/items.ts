import type { SnapshotLine } from '../input/snapshot.ts'
import type { StockItemFacts } from '../order/state.ts'

export interface ChannelSku {
  channelId: string
  channelSku: string
  stockItemId: string
}

/** Finds the stock item that a channel's line names: by the channel's own mapping, else by our SKU. It is never guessed. */
export class ItemIndex {
  readonly items: Record<string, StockItemFacts>
  private readonly bySku: Map<string, StockItemFacts>
  private readonly byChannelSku: Map<string, StockItemFacts>

  constructor(items: StockItemFacts[], channelSkus: ChannelSku[]) {
    this.items = Object.fromEntries(items.map((item) => [item.id, item]))
    this.bySku = new Map(items.map((item) => [item.sku, item]))
    this.byChannelSku = new Map(
      channelSkus.flatMap(({ channelId, channelSku, stockItemId }) => {
        const item = this.items[stockItemId]
        return item === undefined ? [] : [[`${channelId} ${channelSku}`, item] as const]
      }),
    )
  }

  find(channelId: string, line: Pick<SnapshotLine, 'sku' | 'channelSku'>): StockItemFacts | undefined {
    const theirs = line.channelSku ?? line.sku
    const mapped = theirs === undefined ? undefined : this.byChannelSku.get(`${channelId} ${theirs}`)
    return mapped ?? (line.sku === undefined ? undefined : this.bySku.get(line.sku))
  }
}
