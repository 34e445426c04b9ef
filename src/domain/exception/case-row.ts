import type { FieldChange } from '../events/event-of.ts'
import type { CaseEventType, CaseField, NewCaseEvent } from '../events/exception.ts'
import type { ExceptionRow } from '../rows/case-rows.ts'
import { digest } from '../values/text.ts'
import type { ExceptionKind } from '../vocabulary.ts'
import { dueAt, exceptionPolicies } from './due-at.ts'

/** What a case is opened with; queue, severity and due time follow from its kind. */
export interface CaseFacts {
  kind: ExceptionKind
  /** What it is about, as (kind, subject) names one unresolved case: "order:<id>", "shipment:<id>", "channel:<key>:<reference>" … */
  subject: string
  /** One sentence for a person; never personal data. */
  summary: string
  /** What the rule saw; never personal data. */
  evidence: unknown
  /** The rule that opens it and closes it when its cause is gone; null when a person or a connector raised it. */
  rule: string | null
  orderId: string | null
  shipmentId: string | null
  channelId: string | null
}

/** The facts of a case as one value: a case that a person resolved stays resolved on the same facts. */
export const fingerprintOf = (summary: string, evidence: unknown): string =>
  digest(evidence === null || evidence === undefined ? { summary } : { evidence })

/** A fresh case, open and nobody's. */
export function newCase(facts: CaseFacts, id: string, now: string): ExceptionRow {
  const { queue, severity } = exceptionPolicies[facts.kind]
  return {
    id,
    version: 1,
    kind: facts.kind,
    status: 'OPEN',
    severity,
    summary: facts.summary,
    evidence: facts.evidence ?? null,
    subject: facts.subject,
    rule: facts.rule,
    fingerprint: fingerprintOf(facts.summary, facts.evidence),
    orderId: facts.orderId,
    shipmentId: facts.shipmentId,
    channelId: facts.channelId,
    queue,
    ownerId: null,
    openedAt: now,
    updatedAt: now,
    dueAt: dueAt(facts.kind, now),
    breachedAt: null,
    resolvedAt: null,
    resolution: null,
    reasonCode: null,
  }
}

/** What the log says of a case; enough to show it without a read. */
export const caseEvent = (
  type: CaseEventType,
  row: ExceptionRow,
  more: { reasonCode?: string | null; changes?: FieldChange<CaseField>[]; channelKey?: string | null } = {},
): NewCaseEvent => ({
  type,
  reasonCode: more.reasonCode ?? null,
  changes: more.changes ?? [],
  channelKey: more.channelKey ?? null,
  shipmentId: row.shipmentId,
  exceptionId: row.id,
  exceptionKind: row.kind,
  exceptionStatus: row.status,
  queues: [row.queue],
  data: {
    summary: isByHand.summary(row) ? null : row.summary,
    severity: row.severity,
    ownerId: row.ownerId,
    openedAt: row.openedAt,
    dueAt: row.dueAt,
    resolution: isByHand.resolution(row) ? null : row.resolution,
  },
})

/** What people write may name somebody, so an event never holds it itself: rules write the rest. */
const isByHand: Partial<Record<keyof ExceptionRow, (row: ExceptionRow) => boolean>> &
  Record<'summary' | 'resolution', (row: ExceptionRow) => boolean> = {
  summary: ({ rule }) => rule === null,
  resolution: ({ reasonCode }) => reasonCode !== null,
}

/** The fields of a case whose change the audit trail shows. */
const audited: readonly CaseField[] = ['status', 'summary', 'ownerId', 'resolution', 'breachedAt']

/** The same case with some columns changed, one version on, and what changed. One that is settled late is marked so, before the clock noticed. */
export function nextCase(
  row: ExceptionRow,
  patch: Partial<ExceptionRow>,
  now: string,
): { row: ExceptionRow; changes: FieldChange<CaseField>[] } {
  const isLate = row.breachedAt === null && row.dueAt !== null && Date.parse(row.dueAt) < Date.parse(now)
  const noticed = patch.status === 'RESOLVED' && isLate ? { breachedAt: now } : {}
  const next: ExceptionRow = { ...row, ...patch, ...noticed, version: row.version + 1, updatedAt: now }
  const changes = audited
    .filter((field) => next[field] !== row[field])
    .map((field) => ({
      field,
      before: row[field],
      after: next[field],
      ...(isByHand[field]?.(row) || isByHand[field]?.(next) ? { personal: true } : {}),
    }))
  return { row: next, changes }
}
