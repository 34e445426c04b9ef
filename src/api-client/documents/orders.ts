import type { EventType } from '#domain/events'
import type { HoldReason, OrderStatus } from '#domain/vocabulary'
import { typedDocument } from '../client.ts'
import type { Answer, UserError } from './answers.ts'

export interface ImportResult {
  index: number
  outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'STALE' | 'REJECTED' | 'NOT_APPLIED'
  userErrors: UserError[]
}

/** `orders` are what the connector translated; the API checks each by itself. */
export const importOrders = typedDocument<
  { importOrders: Answer<{ created: number; updated: number; results: ImportResult[] }> },
  { orders: object[] }
>(
  'ImportOrders',
  `mutation ImportOrders($orders: [OrderInput!]!) {
    importOrders(orders: $orders, onError: SKIP_INVALID) {
      created updated results { index outcome userErrors { code message field } } userErrors { code message field }
    }
  }`,
)

export interface OrderToRelease {
  number: string
  status: OrderStatus
  notBefore: string | null
  channel: { enabled: boolean; stages: string[] | null } | null
  /** The latest of its trail, oldest first. */
  events: { nodes: { type: EventType }[] } | null
}

export const orderToRelease = typedDocument<{ node: Partial<OrderToRelease> | null }, { id: string }>(
  'OrderToRelease',
  'query OrderToRelease($id: ID!) { node(id: $id) { ... on Order { number status notBefore channel { enabled stages } events(last: 50) { nodes { type } } } } }',
)

export const releaseOrder = typedDocument<{ releaseOrder: Answer }, { id: string }>(
  'ReleaseOrder',
  'mutation ReleaseOrder($id: ID!) { releaseOrder(order: { id: $id }) { userErrors { code message field } } }',
)

export const validateOrder = typedDocument<{ validateOrder: Answer }, { id: string }>(
  'ValidateOrder',
  'mutation ValidateOrder($id: ID!) { validateOrder(order: { id: $id }) { userErrors { code message field } } }',
)

interface OrderPage<Node> {
  orders: { nodes: Node[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } | null
}

/** Which held orders are meant; what is null is not requested. */
export interface HeldOrdersWanted {
  reasons: HoldReason[] | null
  skus: string[] | null
  channels: string[] | null
}

/** Orders on hold, the most urgent first. */
export const heldOrders = typedDocument<OrderPage<{ id: string }>, HeldOrdersWanted & { after: string | null }>(
  'HeldOrders',
  `query HeldOrders($reasons: [HoldReason!], $skus: [String!], $channels: [String!], $after: String) {
    orders(filter: { onHold: true, holdReasons: $reasons, skus: $skus, channels: $channels }, sort: SHIP_BY_ASC, first: 100, after: $after) {
      nodes { id } pageInfo { hasNextPage endCursor }
    }
  }`,
)

/** Orders of a channel that are ready, the most urgent first, with what was planned for them before. */
export const readyOrders = typedDocument<
  OrderPage<{ id: string; shipments: { id: string }[] | null }>,
  { channel: string; after: string | null }
>(
  'ReadyOrders',
  `query ReadyOrders($channel: String!, $after: String) {
    orders(filter: { statuses: [READY], onHold: false, channels: [$channel] }, sort: SHIP_BY_ASC, first: 100, after: $after) {
      nodes { id shipments { id } } pageInfo { hasNextPage endCursor }
    }
  }`,
)

export interface OrderHolds {
  holds: { id: string; expiresAt: string | null; releasedAt: string | null }[] | null
}

export const orderHolds = typedDocument<{ node: Partial<OrderHolds> | null }, { id: string }>(
  'OrderHolds',
  'query OrderHolds($id: ID!) { node(id: $id) { ... on Order { holds(active: null) { id expiresAt releasedAt } } } }',
)

export const releaseHold = typedDocument<{ releaseHold: Answer }, { id: string; reasonCode: string }>(
  'ReleaseHold',
  'mutation ReleaseHold($id: ID!, $reasonCode: String!) { releaseHold(holdId: $id, reasonCode: $reasonCode) { userErrors { code message field } } }',
)
