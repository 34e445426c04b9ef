import type { Draft } from '../order/draft.ts'
import { needs } from '../order/parts.ts'
import type { ExceptionRow } from '../rows/case-rows.ts'
import type { ExceptionKind } from '../vocabulary.ts'
import { caseEvent, fingerprintOf, newCase, nextCase } from './case-row.ts'

/** What a decision about cases needs of an order. */
export const caseNeeds = needs('exceptions')

export interface CaseToOpen {
  kind: ExceptionKind
  /** The order itself unless said. */
  subject?: string
  /** One sentence for a person; never personal data. */
  summary: string
  /** What the rule saw; never personal data. Null: the summary alone distinguishes the causes. */
  evidence?: unknown
  /** The rule that opens it and will close it. Null: a person or a connector raised it, and only a person resolves it. */
  rule: string | null
  shipmentId?: string | null
}

const orderSubject = (draft: Draft<'exceptions'>): string => `order:${draft.order.id}`

const isUnresolved = (row: ExceptionRow): boolean => row.status !== 'RESOLVED'

/**
 * Puts a case about this order into the exception queue. Safe to repeat: an unresolved case of (kind, subject) is updated,
 * not doubled, and one that a person resolved on the same facts stays resolved. Answers with the case's id.
 */
export function openCase(draft: Draft<'exceptions'>, wanted: CaseToOpen): string {
  const subject = wanted.subject ?? orderSubject(draft)
  const known = casesOf(draft, wanted.kind, subject)
  const fingerprint = fingerprintOf(wanted.summary, wanted.evidence)
  const open = known.find(isUnresolved)
  if (open !== undefined) {
    if (open.fingerprint === fingerprint && open.summary === wanted.summary) return open.id
    const evidence = wanted.evidence ?? null
    return replace(draft, open, 'EXCEPTION_UPDATED', {
      summary: wanted.summary,
      evidence,
      fingerprint,
      rule: wanted.rule,
    })
  }
  const latest = known.at(-1)
  if (latest !== undefined && resolvedByPerson(latest) && latest.fingerprint === fingerprint) return latest.id
  const row = newCase(
    {
      kind: wanted.kind,
      subject,
      summary: wanted.summary,
      evidence: wanted.evidence,
      rule: wanted.rule,
      orderId: draft.order.id,
      shipmentId: wanted.shipmentId ?? null,
      channelId: draft.channel.id,
    },
    draft.moment.id(),
    draft.moment.now,
  )
  draft.add('exceptions', row)
  draft.event(caseEvent('EXCEPTION_OPENED', row))
  return row.id
}

/**
 * The cause is gone: resolves the unresolved case that a rule opened on (kind, subject), if there is one. A case that a
 * person or a connector raised is left to people, unless `raised` says that this answers it too.
 */
export function closeCase(
  draft: Draft<'exceptions'>,
  kind: ExceptionKind,
  subject: string = orderSubject(draft),
  how: { resolution?: string; raised?: boolean } = {},
): void {
  const open = casesOf(draft, kind, subject).find(isUnresolved)
  if (open === undefined || (open.rule === null && how.raised !== true)) return
  replace(draft, open, 'EXCEPTION_RESOLVED', {
    status: 'RESOLVED',
    resolvedAt: draft.moment.now,
    resolution: how.resolution ?? 'Its cause is gone.',
  })
}

/** Whether a case on (kind, subject) waits for somebody. */
export const hasOpenCase = (
  draft: Draft<'exceptions'>,
  kind: ExceptionKind,
  subject: string = orderSubject(draft),
): boolean => casesOf(draft, kind, subject).some(isUnresolved)

/** A rule resolves without a reason code; a person never does. */
const resolvedByPerson = (row: ExceptionRow): boolean => row.status === 'RESOLVED' && row.reasonCode !== null

/** Oldest first. */
const casesOf = (draft: Draft<'exceptions'>, kind: ExceptionKind, subject: string): ExceptionRow[] =>
  draft.state.exceptions
    .filter((row) => row.kind === kind && row.subject === subject)
    .sort((a, b) => Date.parse(a.openedAt) - Date.parse(b.openedAt))

function replace(
  draft: Draft<'exceptions'>,
  open: ExceptionRow,
  type: 'EXCEPTION_UPDATED' | 'EXCEPTION_RESOLVED',
  patch: Partial<ExceptionRow>,
): string {
  const { row, changes } = nextCase(open, patch, draft.moment.now)
  draft.patch('exceptions', open.id, row)
  draft.event(caseEvent(type, row, { changes }))
  return open.id
}
