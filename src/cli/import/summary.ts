import { type Disposition, dispositions, dispositionTexts, faulty } from '#connectors/channels/spreadsheet/dispositions'
import { needsPerson } from '#connectors/channels/spreadsheet/exception-input'
import { duration, number } from './progress.ts'
import type { OrderOutcome, Sent } from './send-orders.ts'
import type { Settled } from './settle.ts'
import type { SurveyedFile } from './survey-file.ts'

export interface Summary {
  file: string
  channel: string
  dryRun: boolean
  stopped: boolean
  seconds: number
  rows: number
  dispositions: Record<Disposition, number>
  orders: Record<OrderOutcome, number>
  exceptions: Settled
  rejects: { path: string; rows: number } | null
}

interface Run {
  file: SurveyedFile
  channel: string
  dryRun: boolean
  stopped: boolean
  seconds: number
  sent: Sent
  settled: Settled
  rejects: { path: string; rows: number }
}

/** Counts what became of every row and order, from what was answered and not from what was meant. */
export function summarise({ file, sent, rejects, ...run }: Run): Summary {
  const { survey } = file
  const orders: Summary['orders'] = { NOT_SENT: 0, CREATED: 0, UPDATED: 0, UNCHANGED: 0, STALE: 0, REJECTED: 0 }
  for (let order = 0; order < survey.orders.length; order++) {
    if (survey.isSendable(order)) orders[sent.outcomeOf(order)]++
  }
  if (run.stopped) forgetUnsent(file, sent)
  return {
    file: file.source.name,
    channel: run.channel,
    dryRun: run.dryRun,
    stopped: run.stopped,
    seconds: run.seconds,
    rows: survey.rows,
    dispositions: survey.dispositions.count(),
    orders,
    exceptions: run.settled,
    rejects: rejects.rows === 0 ? null : rejects,
  }
}

/** Checks the numbers against each other; an answer is a sentence about the first that does not agree. */
export function discrepancy(summary: Summary, { survey }: SurveyedFile, sent: Sent): string | null {
  const counts = summary.dispositions
  const total = dispositions.reduce((sum, disposition) => sum + counts[disposition], 0)
  const rejected = counts.SET_ASIDE + counts.UNREADABLE + counts.ORDER_UNREADABLE + counts.REFUSED
  const cases = [...survey.credits].filter(
    ([row, o]) => survey.dispositions.at(row) !== 'REFUSED' && needsPerson(o),
  ).length
  const raised = summary.exceptions.raised + summary.exceptions.known
  const refusedLines = [...sent.refusals.keys()].reduce((sum, order) => sum + survey.rowsOfOrder[order]!, 0)
  const written = summary.rejects?.rows ?? 0
  const facts: [boolean, string][] = [
    [total === summary.rows, `${total} rows are accounted for, of ${summary.rows}`],
    [counts.UNACCOUNTED === 0, `${counts.UNACCOUNTED} rows were not reached`],
    [written === rejected, `${written} rows are in the rejects file, of ${rejected}`],
    [summary.dryRun || summary.orders.NOT_SENT === 0, `${summary.orders.NOT_SENT} orders have no answer`],
    [sent.rows === counts.LINE + refusedLines, `${sent.rows} rows were sent, of ${counts.LINE + refusedLines}`],
    [summary.dryRun || raised === cases, `${raised} exceptions were answered, of ${cases}`],
  ]
  return facts.find(([holds]) => !holds)?.[1] ?? null
}

export const hasFaults = (summary: Summary): boolean => [...faulty].some((d) => summary.dispositions[d] > 0)

export function summaryText(summary: Summary): string {
  const { orders, exceptions, rejects, seconds } = summary
  const rate = seconds > 0 ? ` (${number(summary.rows / seconds)} rows/s)` : ''
  const what = summary.dryRun ? 'Checked' : summary.stopped ? 'Stopped importing' : 'Imported'
  const column = (value: number, text: string) => `${number(value).padStart(11)}  ${text}`
  const answered = Object.entries(orders).filter(([outcome, count]) => count > 0 || outcome === 'CREATED')
  const lines = [
    `${what} ${summary.file}, channel ${summary.channel}, in ${duration(seconds)}${rate}`,
    column(summary.rows, 'rows:'),
    ...dispositions
      .filter((d) => summary.dispositions[d] > 0)
      .map((d) => column(summary.dispositions[d], dispositionTexts[d])),
    '',
    ...answered.map(([outcome, count]) => column(count, `orders ${outcome.toLowerCase().replaceAll('_', ' ')}`)),
    column(exceptions.raised, 'exceptions raised'),
    ...(exceptions.known > 0 ? [column(exceptions.known, 'exceptions known before')] : []),
  ]
  if (rejects !== null) lines.push('', `Rejected rows: ${rejects.path}`)
  if (summary.stopped)
    lines.push('', 'What is in stays in. Repeat the command to go on; it sends again only what changes nothing.')
  return `${lines.join('\n')}\n`
}

function forgetUnsent({ survey }: SurveyedFile, sent: Sent): void {
  for (let row = 0; row < survey.rows; row++) {
    const disposition = survey.dispositions.at(row)
    const order = survey.orderOfRow[row]!
    if (disposition === 'LINE' && sent.outcomeOf(order) === 'NOT_SENT') survey.dispositions.set(row, 'UNACCOUNTED')
    else if (survey.credits.has(row)) survey.dispositions.set(row, 'UNACCOUNTED')
  }
}
