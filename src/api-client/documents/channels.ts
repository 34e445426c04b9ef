import type { PushFact, PushState } from '#domain/vocabulary'
import { typedDocument } from '../client.ts'
import type { Answer } from './answers.ts'

export interface ChannelToPoll {
  key: string
  kind: string
  enabled: boolean
  stages: string[] | null
  syncRuns: { resource: string; watermark: string | null }[] | null
}

const channelFields = 'key kind enabled stages syncRuns { resource watermark }'

export const channelToPoll = typedDocument<{ channel: ChannelToPoll | null }, { key: string }>(
  'ChannelToPoll',
  `query ChannelToPoll($key: String!) { channel(key: $key) { ${channelFields} } }`,
)

export const channelsToPoll = typedDocument<{ channels: ChannelToPoll[] | null }, Record<string, never>>(
  'ChannelsToPoll',
  `query ChannelsToPoll { channels { ${channelFields} } }`,
)

export interface SyncRun {
  channel: string
  resource: string
  startedAt: string
  finishedAt: string
  ok: boolean
  seen: number
  changed: number
  rejected: number
  error: string | null
  watermark: string | null
}

export const recordSyncRun = typedDocument<{ recordSyncRun: Answer }, SyncRun>(
  'RecordSyncRun',
  `mutation RecordSyncRun($channel: String!, $resource: String!, $startedAt: DateTime!, $finishedAt: DateTime, $ok: Boolean,
      $seen: Int!, $changed: Int!, $rejected: Int!, $error: String, $watermark: String) {
    recordSyncRun(channelKey: $channel, resource: $resource, startedAt: $startedAt, finishedAt: $finishedAt, ok: $ok, seen: $seen,
      changed: $changed, rejected: $rejected, error: $error, watermark: $watermark) { userErrors { code message field } }
  }`,
)

export interface OrderToPush {
  number: string
  references: { system: string; kind: string; value: string }[]
  lines: { reference: string | null; quantity: number; cancelled: number }[]
  channelPushes:
    | {
        id: string
        fact: PushFact
        state: PushState
        attempts: number
        subject: {
          number?: string
          carrier?: string | null
          shippedAt?: string | null
          lines?: { orderLine: { reference: string | null } | null; quantity: number }[]
          packages?: { trackingNumber: string | null }[]
        } | null
      }[]
    | null
}

/** An order with what is to be sent to its channel. */
export const orderToPush = typedDocument<
  { node: Partial<OrderToPush> | null; channel: { kind: string } | null },
  { id: string; channel: string }
>(
  'OrderToPush',
  `query OrderToPush($id: ID!, $channel: String!) {
    channel(key: $channel) { kind }
    node(id: $id) { ... on Order {
      number references { system kind value } lines { reference quantity cancelled }
      channelPushes { id fact state attempts subject { ... on Shipment {
        number carrier shippedAt lines { orderLine { reference } quantity } packages { trackingNumber } } } }
    } }
  }`,
)

export const recordChannelPush = typedDocument<
  { recordChannelPush: Answer },
  { pushId: string; state: PushState; reference: string | null; error: string | null }
>(
  'RecordChannelPush',
  `mutation RecordChannelPush($pushId: ID!, $state: PushState!, $reference: String, $error: String) {
    recordChannelPush(pushId: $pushId, state: $state, reference: $reference, error: $error) { userErrors { code message field } }
  }`,
)
