import { currencyDigits } from '#domain/money/currencies'
import { formatAmount } from '#domain/money/money'
import type { ExceptionKind } from '#domain/vocabulary'
import type { Fields } from './columns.ts'
import type { CreditOutcome } from './match-credits.ts'
import type { RowReader } from './read-row.ts'

/** One case for the exception queue, as `raiseExceptions` takes it. */
export interface SpreadsheetException {
  kind: ExceptionKind
  summary: string
  channel: string
  /** The same credit row has the same reference in every run, so a repeat finds its case. */
  reference: string
  order?: { reference: { system: string; kind: 'CHANNEL_ORDER'; value: string } }
  evidence: Record<string, unknown>
}

export interface CreditRow {
  file: string
  /** Of the file, from 1. */
  line: number
  /** Of its credit invoice, from 1. */
  ordinal: number
  fields: Fields
}

/** Whether a person has to look at the credit: units without a sale, or more money than the sale was charged. */
export const needsPerson = (outcome: CreditOutcome): boolean => outcome.unmatched > 0 || outcome.excess > 0

export function exceptionFor(
  channel: string,
  reader: RowReader,
  credit: CreditRow,
  outcome: CreditOutcome,
  orders: readonly string[],
): SpreadsheetException {
  const row = reader.read(credit.fields)
  const currency = reader.columns.text(credit.fields, 'currency') || reader.map.currency || ''
  const ordinal = reader.columns.text(credit.fields, 'line') || String(credit.ordinal)
  const [latest] = orders
  return {
    kind: 'RECONCILIATION_MISMATCH',
    summary: summaryOf(row.order, row.sku, outcome, currency),
    channel,
    reference: `${row.order}:${ordinal}`,
    ...(latest === undefined
      ? {}
      : { order: { reference: { system: channel, kind: 'CHANNEL_ORDER' as const, value: latest } } }),
    evidence: {
      file: credit.file,
      line: credit.line,
      row: reader.columns.evidence(credit.fields),
      matchedUnits: outcome.matched,
      unmatchedUnits: outcome.unmatched,
      notRefunded: amountText(outcome.excess, currency),
      orders,
    },
  }
}

function summaryOf(order: string, sku: string, outcome: CreditOutcome, currency: string): string {
  const wanted = outcome.matched + outcome.unmatched
  const credit = `Credit ${order} takes back ${wanted} × ${sku}`
  const action = 'Find the sale it belongs to, or resolve this as settled outside.'
  if (outcome.matched === 0) return `${credit}; the customer has no earlier sale of it with units left. ${action}`
  if (outcome.unmatched > 0) {
    return `${credit}; only ${outcome.matched} of them were found in the customer's earlier sales. ${action}`
  }
  const excess = amountText(outcome.excess, currency)
  return `${credit} for ${excess} more than was charged; the refund holds what was charged. Check what was paid back.`
}

const amountText = (minor: number, currency: string): string =>
  currencyDigits(currency) === undefined ? String(minor) : `${formatAmount(minor, currency)} ${currency}`
