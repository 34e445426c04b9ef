import { NOTE_LIMIT, REFERENCE_LIMIT } from '../values/text.ts'
import type { InputReader } from './input-reader.ts'
import { LINES_PER_ORDER, REPORTS_PER_ORDER, UNITS_PER_LINE } from './limits.ts'
import type { ImportedLineInput, OrderInput } from './order-input.ts'
import type { ReportedLine, Snapshot } from './snapshot.ts'

type Reports = Pick<Snapshot, 'fulfillments' | 'cancellations' | 'refunds' | 'returns'>

/** What the channel says was done to the order: shipped, cancelled, refunded, taken back. */
export function readReports(read: InputReader, input: OrderInput, lineReferences: ReadonlySet<string>): Reports {
  const linesOf = (lines: readonly ImportedLineInput[] | null | undefined) => readReported(read, lines, lineReferences)
  const reference = (seen: Set<string>, value: string): string => {
    const text = read.required('reference', value, REFERENCE_LIMIT)
    read.once(seen, 'reference', text)
    return text
  }
  const seen = { fulfillments: new Set<string>(), refunds: new Set<string>(), returns: new Set<string>() }
  const fulfillments = read.list('fulfillments', input.fulfillments, REPORTS_PER_ORDER, (item) => ({
    reference: reference(seen.fulfillments, item.reference),
    lines: linesOf(item.lines) ?? [],
    carrier: read.text('carrier', item.carrier, REFERENCE_LIMIT),
    trackingNumber: read.text('trackingNumber', item.trackingNumber, REFERENCE_LIMIT),
    shippedAt: read.instant('shippedAt', item.shippedAt),
    location: read.text('location', item.location, REFERENCE_LIMIT),
  }))
  const cancellations = read.list('cancellations', input.cancellations, REPORTS_PER_ORDER, (item) => ({
    reference: read.text('reference', item.reference, REFERENCE_LIMIT),
    lines: linesOf(item.lines),
    requested: item.requested ? (true as const) : undefined,
    cancelledAt: read.instant('cancelledAt', item.cancelledAt),
    reason: read.text('reason', item.reason, NOTE_LIMIT),
  }))
  const refunds = read.list('refunds', input.refunds, REPORTS_PER_ORDER, (item) => {
    const amount = read.amount('amount', item.amount)
    if (!amount) read.refuse('A refund has an amount above zero.', 'amount')
    return {
      reference: reference(seen.refunds, item.reference),
      amount: amount ?? 0,
      lines: linesOf(item.lines),
      refundedAt: read.instant('refundedAt', item.refundedAt),
      reason: read.text('reason', item.reason, NOTE_LIMIT),
    }
  })
  const returns = read.list('returns', input.returns, REPORTS_PER_ORDER, (item) => ({
    reference: reference(seen.returns, item.reference),
    lines: linesOf(item.lines) ?? [],
    returnedAt: read.instant('returnedAt', item.returnedAt),
    reason: read.text('reason', item.reason, NOTE_LIMIT),
    restock: item.restock ? (true as const) : undefined,
  }))
  const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined)
  return {
    fulfillments: some(fulfillments),
    cancellations: some(cancellations),
    refunds: some(refunds),
    returns: some(returns),
  }
}

/** Units by line; a line that is named twice counts together. Undefined: no line is named. */
function readReported(
  read: InputReader,
  lines: readonly ImportedLineInput[] | null | undefined,
  known: ReadonlySet<string>,
): ReportedLine[] | undefined {
  const units = new Map<string, number>()
  read.list('lines', lines, LINES_PER_ORDER, (item) => {
    const line = item.line.trim()
    if (!known.has(line))
      read.refuse(
        `The order has no line ${JSON.stringify(line.slice(0, 80))}; name one of its line references.`,
        'line',
      )
    units.set(line, (units.get(line) ?? 0) + read.units('quantity', item.quantity, UNITS_PER_LINE))
  })
  return units.size > 0 ? [...units].map(([line, quantity]) => ({ line, quantity })) : undefined
}
