import type { PushFact } from '../vocabulary.ts'
import type { NoData, Told } from './told.ts'

// What is set, and what a channel is told.

/** Parts of a channel that are told entry by entry: `settings.locations`, `statusMap.state.paid.intent`, `skuMap.MUG-1`. */
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

export type ChannelTold = Told<'CHANNEL_SAVED', NoData, ChannelField> & {
  channelKey: string
  /** The item, where a SKU was mapped. */
  sku?: string
}

export type SettingsTold =
  | (Told<'SETTINGS_CHANGED', { subject: 'STOCK_ITEM' }, StockItemField> & { sku: string })
  | (Told<'SETTINGS_CHANGED', { subject: 'WAREHOUSE' }, WarehouseField> & { warehouseKeys: string[] })

interface ToldPush {
  pushId: string
  fact: PushFact
  subjectType: string
  subjectId: string
}

export type PushTold = { shipmentId: string | null } & (
  | Told<'CHANNEL_PUSH_REQUESTED', ToldPush>
  | Told<'CHANNEL_PUSH_ANSWERED', ToldPush, 'state'>
)
