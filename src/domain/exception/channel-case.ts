import type { NewCaseEvent } from '../events/exception.ts'
import type { Moment } from '../moment.ts'
import type { ExceptionRow } from '../rows/case-rows.ts'
import type { ExceptionKind } from '../vocabulary.ts'
import { caseEvent, newCase, nextCase } from './case-row.ts'

/** A trouble of a channel itself, not of one of its orders. */
export interface ChannelTrouble {
  kind: ExceptionKind
  subject: string
  channel: { id: string; key: string }
  rule: string
}

export interface CaseWrite {
  inserted: ExceptionRow[]
  updated: ExceptionRow[]
  guards: { table: string; id: string; version: number }[]
  events: NewCaseEvent[]
}

const nothing: CaseWrite = { inserted: [], updated: [], guards: [], events: [] }

/** Opens the case unless one waits already. `known`: the cases of its (kind, subject). */
export function openChannelCase(
  trouble: ChannelTrouble,
  what: { summary: string; evidence: unknown },
  known: readonly ExceptionRow[],
  moment: Moment,
): CaseWrite {
  if (known.some((row) => row.status !== 'RESOLVED')) return nothing
  const { kind, subject, rule, channel } = trouble
  const row = newCase(
    { kind, subject, rule, ...what, orderId: null, shipmentId: null, channelId: channel.id },
    moment.id(),
    moment.now,
  )
  return { ...nothing, inserted: [row], events: [caseEvent('EXCEPTION_OPENED', row, { channelKey: channel.key })] }
}

/** The cause is gone: resolves the waiting case, if there is one. */
export function closeChannelCase(
  trouble: ChannelTrouble,
  resolution: string,
  known: readonly ExceptionRow[],
  moment: Moment,
): CaseWrite {
  const open = known.find((row) => row.status !== 'RESOLVED' && row.rule !== null)
  if (open === undefined) return nothing
  const { row, changes } = nextCase(open, { status: 'RESOLVED', resolvedAt: moment.now, resolution }, moment.now)
  return {
    ...nothing,
    updated: [row],
    guards: [{ table: 'exception_case', id: row.id, version: open.version }],
    events: [caseEvent('EXCEPTION_RESOLVED', row, { changes, channelKey: trouble.channel.key })],
  }
}
