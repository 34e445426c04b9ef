import type { NewCaseEvent } from '../events/exception.ts'
import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import type { OrderFacts } from '../order/state.ts'
import { type Problem, problem } from '../problems.ts'
import type { ExceptionRow } from '../rows/case-rows.ts'
import { cleanJson, cleanText, digest, NOTE_LIMIT, REFERENCE_LIMIT } from '../values/text.ts'
import type { ExceptionKind } from '../vocabulary.ts'
import { caseEvent, newCase } from './case-row.ts'

/** Cases that one call may raise. */
export const RAISE_LIMIT = 500

/** What a person or a connector says; names of an order, a shipment and a channel are looked up before. */
export interface ExceptionToRaise {
  kind: ExceptionKind
  summary: string
  evidence: unknown
  orderId: string | null
  shipmentId: string | null
  channel: { id: string; key: string } | null
  /** Names the trouble within its channel: the same one is the same case for ever, resolved or not. */
  reference: string | null
}

export type RaiseOutcome = 'CREATED' | 'UNCHANGED' | 'REJECTED'

export interface RaiseResult {
  outcome: RaiseOutcome
  exceptionId: string | null
  userErrors: Problem[]
}

export interface Raised {
  results: RaiseResult[]
  changes: Change<'exceptions'>[]
  rows: ExceptionRow[]
  events: NewCaseEvent[]
}

/** The texts of a case as they are stored, or what is wrong with them. */
export function cleanRaise<T extends { summary: string; evidence: unknown; reference: string | null }>(
  given: T,
): T | Problem {
  const summary = cleanText(given.summary, NOTE_LIMIT, 'The summary')
  if (!summary.ok) return problem('INVALID_INPUT', summary.message, ['summary'])
  if (summary.value === '')
    return problem(
      'INVALID_INPUT',
      'An exception needs a summary: one sentence that says what somebody has to look at.',
      ['summary'],
    )
  const evidence = cleanJson(given.evidence ?? null, 'The evidence')
  if (!evidence.ok) return problem('INVALID_INPUT', evidence.message, ['evidence'])
  if (given.reference === null) return { ...given, summary: summary.value, evidence: evidence.value }
  const reference = cleanText(given.reference, REFERENCE_LIMIT, 'The reference')
  if (!reference.ok) return problem('INVALID_INPUT', reference.message, ['reference'])
  if (reference.value === '')
    return problem('INVALID_INPUT', 'An empty reference names nothing; leave it out.', ['reference'])
  return { ...given, summary: summary.value, evidence: evidence.value, reference: reference.value }
}

/**
 * What the case is about. With a reference, that of its channel; without one, the summary is part of the name, so that saying the same
 * twice is one case and two troubles of one order are two.
 */
export function subjectOf(raise: ExceptionToRaise): string {
  if (raise.reference !== null && raise.channel !== null) return `channel:${raise.channel.key}:${raise.reference}`
  const about = raise.shipmentId ?? raise.orderId ?? raise.channel?.id ?? 'none'
  return `raised:${about}:${digest(raise.summary)}`
}

const keyOf = (kind: ExceptionKind, subject: string): string => `${kind} ${subject}`

/** `known`: every case of the raised (kind, subject) pairs, oldest first. `orders`: all orders that are named. Stops after each. */
export function* raiseExceptions(
  asked: readonly (ExceptionToRaise | Problem)[],
  known: readonly Pick<ExceptionRow, 'id' | 'kind' | 'subject' | 'status'>[],
  orders: ReadonlyMap<string, OrderFacts<'exceptions'>>,
  moment: Moment,
): Generator<void, Raised> {
  const existing = new Map(known.map((row) => [keyOf(row.kind, row.subject), row]))
  const drafts = new Map<string, Draft<'exceptions'>>()
  const rows: ExceptionRow[] = []
  const events: NewCaseEvent[] = []
  const raiseOne = (raise: ExceptionToRaise | Problem): RaiseResult => {
    if ('code' in raise) return { outcome: 'REJECTED', exceptionId: null, userErrors: [raise] }
    const subject = subjectOf(raise)
    const same = existing.get(keyOf(raise.kind, subject))
    if (same !== undefined && (raise.reference !== null || same.status !== 'RESOLVED'))
      return { outcome: 'UNCHANGED', exceptionId: same.id, userErrors: [] }
    const facts = raise.orderId === null ? undefined : orders.get(raise.orderId)
    const { kind, summary, evidence, orderId, shipmentId } = raise
    const channelId = raise.channel?.id ?? facts?.channel.id ?? null
    const row = newCase(
      { kind, subject, summary, evidence, rule: null, orderId, shipmentId, channelId },
      moment.id(),
      moment.now,
    )
    existing.set(keyOf(raise.kind, subject), row)
    if (facts === undefined) {
      rows.push(row)
      events.push(caseEvent('EXCEPTION_OPENED', row, { channelKey: raise.channel?.key ?? null }))
    } else {
      const draft = drafts.get(facts.state.order.id) ?? Draft.edit(facts, moment)
      drafts.set(facts.state.order.id, draft)
      draft.add('exceptions', row)
      draft.event(caseEvent('EXCEPTION_OPENED', row))
    }
    return { outcome: 'CREATED', exceptionId: row.id, userErrors: [] }
  }
  const results: RaiseResult[] = []
  for (const raise of asked) {
    results.push(raiseOne(raise))
    yield
  }
  return { results, changes: [...drafts.values()].map((draft) => draft.finish()), rows, events }
}
