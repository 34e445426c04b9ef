import type { ExceptionKind } from '#domain/vocabulary'
import { typedDocument } from '../client.ts'
import type { Answer } from './answers.ts'

export interface NewException {
  kind: ExceptionKind
  summary: string
  order?: { id: string } | null
  shipment?: { id: string } | null
  channel?: string | null
  reference?: string | null
  evidence?: unknown
}

export const raiseException = typedDocument<{ raiseException: Answer }, NewException>(
  'RaiseException',
  `mutation RaiseException($kind: ExceptionKind!, $summary: String!, $order: OrderKey, $shipment: ShipmentKey, $channel: String,
      $reference: String, $evidence: JSON) {
    raiseException(kind: $kind, summary: $summary, order: $order, shipment: $shipment, channel: $channel,
      reference: $reference, evidence: $evidence) { userErrors { code message field } }
  }`,
)

export const raiseExceptions = typedDocument<{ raiseExceptions: Answer }, { exceptions: NewException[] }>(
  'RaiseExceptions',
  `mutation RaiseExceptions($exceptions: [ExceptionInput!]!) {
    raiseExceptions(exceptions: $exceptions) { userErrors { code message field } }
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
