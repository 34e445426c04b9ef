import type { ExceptionKind, ExceptionStatus } from '../vocabulary.ts'
import type { EventOf } from './event-of.ts'

// What happens to an exception, of an order or of a channel.

/** The case as of the event, enough to show it without a read. */
interface CaseData {
  /** Null where a person wrote it: it may name somebody. */
  summary: string | null
  severity: number
  ownerId: string | null
  openedAt: string
  dueAt: string | null
  resolution: string | null
}

/** The fields of a case whose change the audit trail shows. */
export type CaseField = 'status' | 'summary' | 'ownerId' | 'resolution' | 'breachedAt'

export type CaseEventType =
  | 'EXCEPTION_OPENED'
  | 'EXCEPTION_UPDATED'
  | 'EXCEPTION_ASSIGNED'
  | 'EXCEPTION_BREACHED'
  | 'EXCEPTION_RESOLVED'

export interface NewCaseEvent extends EventOf<CaseEventType, CaseData, CaseField> {
  /** Null where the case belongs to no channel, or to an order that the store stamps. */
  channelKey: string | null
  shipmentId: string | null
  exceptionId: string
  exceptionKind: ExceptionKind
  exceptionStatus: ExceptionStatus
  queues: string[]
}
