import type { StatusMappingRow } from '#domain/settings/map-channel-status'
import type { SyncRunRow } from '#domain/settings/record-sync-run'
import type { ChannelRow } from '#domain/settings/save-channel'
import type { HandoffStep } from '#domain/settings/save-handoffs'
import type { StockItemRow } from '#domain/settings/save-stock-item'
import type { WarehouseRow } from '#domain/settings/save-warehouse'
import type { Handle, Statement } from '../handle.ts'

export interface ChannelSettings {
  channel: ChannelRow
  statusMap: StatusMappingRow[]
  skuMap: SkuMappingRow[]
  handoffs: (HandoffStep & { id: string; channelId: string })[]
  syncRuns: SyncRunRow[]
}

export interface SkuMappingRow {
  id: string
  channelId: string
  channelSku: string
  stockItemId: string
  sku: string
}

/** $1 the channel's key, $2 the channel SKU whose mapping is asked; a catalogue of them is too long to read whole. */
const channel: Statement = {
  name: 'channel_settings',
  text: `select json_build_object(
    'channel', json_build_object('id', c."id", 'key', c."key", 'name', c."name", 'kind', c."kind", 'enabled', c."enabled", 'stages', c."stages",
      'settings', c."settings", 'updatedAt', c."updatedAt"),
    'statusMap', (select coalesce(json_agg(m), '[]'::json) from channel_status_mapping m where m."channelId" = c."id"),
    'skuMap', (select coalesce(json_agg(json_build_object('id', m."id", 'channelId', m."channelId", 'channelSku', m."channelSku",
        'stockItemId', m."stockItemId", 'sku', i."sku")), '[]'::json)
      from channel_sku_mapping m join stock_item i on i."id" = m."stockItemId" where m."channelId" = c."id" and m."channelSku" = $2),
    'handoffs', (select coalesce(json_agg(h order by h."step"), '[]'::json) from handoff h where h."channelId" = c."id"),
    'syncRuns', (select coalesce(json_agg(s), '[]'::json) from sync_run s where s."channelId" = c."id")) as r
    from channel c where c."key" = $1`,
}

export const loadChannelSettings = async (
  handle: Handle,
  key: string,
  channelSku: string | null = null,
): Promise<ChannelSettings | undefined> => (await handle.query<ChannelSettings>(channel, [key, channelSku]))[0]

const warehouse: Statement = {
  name: 'warehouse_settings',
  text: `select json_build_object('id', "id", 'key', "key", 'name', "name", 'kind', "kind", 'timeZone', "timeZone", 'countryCode', "countryCode",
    'priority', "priority", 'cutOffs', "cutOffs", 'enabled', "enabled", 'updatedAt', "updatedAt") as r from warehouse where "key" = $1`,
}

export const loadWarehouse = async (handle: Handle, key: string): Promise<WarehouseRow | undefined> =>
  (await handle.query<WarehouseRow>(warehouse, [key]))[0]

const stockItem: Statement = {
  name: 'stock_item_settings',
  text: `select json_build_object('id', "id", 'sku', "sku", 'name', "name", 'barcode', "barcode", 'weightGrams', "weightGrams", 'lengthMm', "lengthMm",
    'widthMm', "widthMm", 'heightMm', "heightMm", 'hsCode', "hsCode", 'originCountry', "originCountry", 'safetyStock', "safetyStock",
    'updatedAt', "updatedAt") as r from stock_item where "sku" = $1`,
}

export const loadStockItem = async (handle: Handle, sku: string): Promise<StockItemRow | undefined> =>
  (await handle.query<StockItemRow>(stockItem, [sku]))[0]

const principal: Statement = { name: 'principal_exists', text: 'select "id" as r from principal where "id" = $1::uuid' }

export const principalExists = async (handle: Handle, id: string): Promise<boolean> =>
  (await handle.query<string>(principal, [id])).length > 0
