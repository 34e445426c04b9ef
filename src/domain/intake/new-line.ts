import type { SnapshotLine } from '../input/snapshot.ts'
import type { ChannelFacts, StockItemFacts } from '../order/state.ts'
import type { LineRow } from '../rows/order-rows.ts'
import type { ItemIndex } from './items.ts'

/** A line as the channel says it, all its units open. */
export function newLine(
  said: SnapshotLine,
  place: { id: string; orderId: string; position: number },
  channel: Pick<ChannelFacts, 'id'>,
  items: ItemIndex,
): LineRow {
  return {
    id: place.id,
    orderId: place.orderId,
    position: place.position,
    reference: said.reference,
    ...identityOf(said, items.find(channel.id, said)),
    ...wordsOf(said),
    quantity: said.quantity,
    open: said.quantity,
    allocated: 0,
    shipped: 0,
    delivered: 0,
    cancelled: 0,
    returned: 0,
    lost: 0,
    ...moneyOf(said),
    components: null,
  }
}

/** What is sold and who sends it. Where the item is known, `sku` is ours and the channel's own stays beside it. */
export const identityOf = (said: SnapshotLine, item: StockItemFacts | undefined) => ({
  kind: said.kind ?? ('GOODS' as const),
  fulfilledBy: said.fulfilledBy ?? ('MERCHANT' as const),
  sku: item?.sku ?? said.sku ?? null,
  channelSku: said.channelSku ?? (item !== undefined && item.sku !== said.sku ? (said.sku ?? null) : null),
  stockItemId: item?.id ?? null,
})

export const wordsOf = (said: SnapshotLine) => ({
  title: said.title ?? said.sku ?? said.channelSku ?? said.reference,
  properties: said.properties ?? null,
})

export const moneyOf = (said: SnapshotLine) => ({
  unitPrice: said.unitPrice ?? null,
  discount: said.discount ?? 0,
  tax: said.tax ?? 0,
  total: said.total,
  taxLines: (said.taxLines ?? []).map((tax) => ({ ...tax, title: tax.title ?? null, rate: tax.rate ?? null })),
})
