import type { ExceptionKind } from '#domain/vocabulary'
import { typedDocument } from '../client.ts'
import type { Answer, UserError } from './answers.ts'

export interface NewException {
  kind: ExceptionKind
  summary: string
  order?: { id: string } | null
  shipment?: { id: string } | null
  channel?: string | null
  reference?: string | null
  evidence?: unknown
}

/** `key`: raised once, however often it is sent. */
export const raiseException = typedDocument<{ raiseException: Answer }, NewException & { key: string }>(
  'RaiseException',
  `mutation RaiseException($kind: ExceptionKind!, $summary: String!, $order: OrderKey, $shipment: ShipmentKey, $channel: String,
      $reference: String, $evidence: JSON, $key: String!) {
    raiseException(kind: $kind, summary: $summary, order: $order, shipment: $shipment, channel: $channel,
      reference: $reference, evidence: $evidence) @idempotent(key: $key) { userErrors { code message field } }
  }`,
)

export const raiseExceptions = typedDocument<
  { raiseExceptions: Answer<{ results: { userErrors: UserError[] }[] }> },
  { exceptions: NewException[] }
>(
  'RaiseExceptions',
  `mutation RaiseExceptions($exceptions: [ExceptionInput!]!) {
    raiseExceptions(exceptions: $exceptions) { results { userErrors { code message field } } userErrors { code message field } }
  }`,
)

export const escalateExceptions = typedDocument<
  { escalateExceptions: Answer<{ escalated: number; more: boolean }> },
  { limit: number }
>(
  'EscalateExceptions',
  `mutation EscalateExceptions($limit: Int!) {
    escalateExceptions(limit: $limit) { escalated more userErrors { code message field } }
  }`,
)
