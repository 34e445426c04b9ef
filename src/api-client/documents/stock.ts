import { typedDocument } from '../client.ts'
import type { Answer, UserError } from './answers.ts'

type Parts = { results: { userErrors: UserError[] }[] }

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

export const adjustStock = typedDocument<{ adjustStock: Answer<Parts> }, { adjustments: Adjustment[]; reason: string }>(
  'AdjustStock',
  `mutation AdjustStock($adjustments: [StockAdjustmentInput!]!, $reason: String!) {
    adjustStock(adjustments: $adjustments, reason: $reason) { results { userErrors { code message field } } userErrors { code message field } }
  }`,
)

export const setStock = typedDocument<
  { setStock: Answer<Parts> },
  { counts: { sku: string; warehouse: string; onHand: number }[]; reason: string }
>(
  'SetStock',
  `mutation SetStock($counts: [StockCountInput!]!, $reason: String!) {
    setStock(counts: $counts, reason: $reason) { results { userErrors { code message field } } userErrors { code message field } }
  }`,
)
