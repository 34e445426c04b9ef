import { typedDocument } from '../client.ts'
import type { Answer } from './answers.ts'

export interface ItemLevels {
  sku: string
  levels: { warehouse: { key: string } | null; available: number; putAway: number }[]
}

export const stockLevels = typedDocument<{ stockItems: { nodes: ItemLevels[] } | null }, { skus: string[] }>(
  'StockLevels',
  `query StockLevels($skus: [String!]!) {
    stockItems(filter: { skus: $skus }, first: 100) { nodes { sku levels { warehouse { key } available putAway } } }
  }`,
)

export interface Adjustment {
  sku: string
  warehouse: string
  state: 'AVAILABLE' | 'PUT_AWAY'
  delta: number
}

export const adjustStock = typedDocument<{ adjustStock: Answer }, { adjustments: Adjustment[]; reason: string }>(
  'AdjustStock',
  `mutation AdjustStock($adjustments: [StockAdjustmentInput!]!, $reason: String!) {
    adjustStock(adjustments: $adjustments, reason: $reason) { userErrors { code message field } }
  }`,
)

export const setStock = typedDocument<
  { setStock: Answer },
  { counts: { sku: string; warehouse: string; onHand: number }[]; reason: string }
>(
  'SetStock',
  `mutation SetStock($counts: [StockCountInput!]!, $reason: String!) {
    setStock(counts: $counts, reason: $reason) { userErrors { code message field } }
  }`,
)
