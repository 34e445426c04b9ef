import type { PushFact } from '../vocabulary.ts'
import type { EventOf, NoData } from './event-of.ts'

// What is set, and what is sent to a channel.

/** Parts of a channel that are recorded entry by entry: `settings.locations`, `statusMap.state.paid.intent`, `skuMap.MUG-1`. */
export type ChannelGroup = 'settings' | 'statusMap' | 'skuMap'

export type ChannelField = 'key' | 'name' | 'kind' | 'enabled' | 'stages' | 'handoffs' | `${ChannelGroup}.${string}`

/** Whether a changed field is an entry of this part of a channel. */
export const isEntryOf = (group: ChannelGroup, field: ChannelField): boolean => field.startsWith(`${group}.`)

export type StockItemField =
  | 'sku'
  | 'name'
  | 'barcode'
  | 'weightGrams'
  | 'lengthMm'
  | 'widthMm'
  | 'heightMm'
  | 'hsCode'
  | 'originCountry'
  | 'safetyStock'

export type WarehouseField = 'key' | 'name' | 'kind' | 'timeZone' | 'countryCode' | 'priority' | 'cutOffs' | 'enabled'

export type NewChannelEvent = EventOf<'CHANNEL_SAVED', NoData, ChannelField> & {
  channelKey: string
  /** The item, where a SKU was mapped. */
  sku?: string
}

export type NewSettingsEvent =
  | (EventOf<'SETTINGS_CHANGED', { subject: 'STOCK_ITEM' }, StockItemField> & { sku: string })
  | (EventOf<'SETTINGS_CHANGED', { subject: 'WAREHOUSE' }, WarehouseField> & { warehouseKeys: string[] })

interface PushData {
  pushId: string
  fact: PushFact
  subjectType: string
  subjectId: string
}

export type NewPushEvent = { shipmentId: string | null } & (
  | EventOf<'CHANNEL_PUSH_REQUESTED', PushData>
  | EventOf<'CHANNEL_PUSH_ANSWERED', PushData, 'state'>
)
