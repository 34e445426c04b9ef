import type { AutomationStage, StatusIntent } from '#domain/vocabulary'
import { typedDocument } from '../client.ts'
import type { Answer } from './answers.ts'

export const saveWarehouse = typedDocument<
  { saveWarehouse: Answer },
  { key: string; name: string; timeZone: string; countryCode: string; priority: number }
>(
  'SaveWarehouse',
  `mutation SaveWarehouse($key: String!, $name: String, $timeZone: String, $countryCode: CountryCode, $priority: Int) {
    saveWarehouse(warehouseKey: $key, name: $name, kind: OWN, timeZone: $timeZone, countryCode: $countryCode, priority: $priority,
      enabled: true) { userErrors { code message field } }
  }`,
)

export const saveStockItem = typedDocument<
  { saveStockItem: Answer },
  { item: { sku: string; name: string; weightGrams: number } }
>(
  'SaveStockItem',
  'mutation SaveStockItem($item: StockItemInput!) { saveStockItem(item: $item) { userErrors { code message field } } }',
)

export const saveChannel = typedDocument<
  { saveChannel: Answer },
  { key: string; name: string; kind: string; stages: AutomationStage[] }
>(
  'SaveChannel',
  `mutation SaveChannel($key: String!, $name: String, $kind: String, $stages: [AutomationStage!]) {
    saveChannel(channelKey: $key, name: $name, kind: $kind, enabled: true, stages: $stages) { userErrors { code message field } }
  }`,
)

export const mapChannelStatus = typedDocument<
  { mapChannelStatus: Answer },
  { key: string; field: string; value: string; intent: StatusIntent }
>(
  'MapChannelStatus',
  `mutation MapChannelStatus($key: String!, $field: String!, $value: String!, $intent: StatusIntent!) {
    mapChannelStatus(channelKey: $key, field: $field, value: $value, intent: $intent) { userErrors { code message field } }
  }`,
)

export const mapChannelSku = typedDocument<{ mapChannelSku: Answer }, { key: string; channelSku: string; sku: string }>(
  'MapChannelSku',
  `mutation MapChannelSku($key: String!, $channelSku: String!, $sku: String!) {
    mapChannelSku(channelKey: $key, channelSku: $channelSku, sku: $sku) { userErrors { code message field } }
  }`,
)

export interface NewHandoff {
  step: number
  name: string
  source: string
  target: string
  automated: boolean
  stage: AutomationStage | null
}

export const saveHandoffs = typedDocument<{ saveHandoffs: Answer }, { key: string; handoffs: NewHandoff[] }>(
  'SaveHandoffs',
  `mutation SaveHandoffs($key: String!, $handoffs: [HandoffInput!]!) {
    saveHandoffs(channelKey: $key, handoffs: $handoffs) { userErrors { code message field } }
  }`,
)
