import type { NewChannelEvent } from '../events/settings.ts'
import type { Saved } from './save-channel.ts'

export interface SkuMappingRow {
  id: string
  channelId: string
  channelSku: string
  stockItemId: string
}

/** Which item a channel's own SKU means from now on; `before` with the item's own SKU. */
export function mapChannelSku(
  channel: { id: string; key: string },
  before: { id: string; stockItemId: string; sku: string } | undefined,
  channelSku: string,
  item: { id: string; sku: string },
  id: string,
): Saved<SkuMappingRow, NewChannelEvent> {
  const row = { id: before?.id ?? id, channelId: channel.id, channelSku, stockItemId: item.id }
  if (before?.stockItemId === item.id) return { row, event: null }
  const changes = [{ field: `skuMap.${channelSku}` as const, before: before?.sku ?? null, after: item.sku }]
  return { row, event: { type: 'CHANNEL_SAVED', channelKey: channel.key, sku: item.sku, changes } }
}
