import type { ImportedLineInput, OrderInput } from '#domain/input/order-input'
import { formatAmount, sum } from '#domain/money/money'
import type { CreditShare } from './match-credits.ts'

interface Context {
  currency: string
  /** The line reference of a row of this order. */
  lineOf(saleRow: number): string
  isGoods(saleRow: number): boolean
  creditReference(creditOrder: number): string
  restock: boolean
  reason: string | undefined
}

/** Each credit invoice, as this order sees it: units cancelled or returned, and the money given back. */
export function takenBack(
  shares: readonly CreditShare[],
  context: Context,
): Pick<OrderInput, 'cancellations' | 'returns' | 'refunds'> {
  if (shares.length === 0) return {}
  const cancellations: NonNullable<OrderInput['cancellations']> = []
  const returns: NonNullable<OrderInput['returns']> = []
  const refunds: NonNullable<OrderInput['refunds']> = []
  const reason = context.reason === undefined ? {} : { reason: context.reason }

  for (const [creditOrder, ofCredit] of byCredit(shares)) {
    const reference = context.creditReference(creditOrder)
    const at = new Date(Math.min(...ofCredit.map((share) => share.epochMs))).toISOString()
    const goods = ofCredit.filter((share) => context.isGoods(share.saleRow))
    const sameDay = linesOf(
      goods.filter((share) => share.sameDay),
      context,
    )
    const later = linesOf(
      goods.filter((share) => !share.sameDay),
      context,
    )
    if (sameDay.length > 0) cancellations.push({ reference, lines: sameDay, cancelledAt: at, ...reason })
    if (later.length > 0) {
      returns.push({ reference, lines: later, returnedAt: at, ...reason, restock: context.restock })
    }
    const amount = sum(ofCredit.map((share) => share.amount))
    if (amount > 0) {
      const lines = linesOf(ofCredit, context)
      refunds.push({ reference, amount: formatAmount(amount, context.currency), lines, refundedAt: at, ...reason })
    }
  }
  return {
    ...(cancellations.length === 0 ? {} : { cancellations }),
    ...(returns.length === 0 ? {} : { returns }),
    ...(refunds.length === 0 ? {} : { refunds }),
  }
}

function byCredit(shares: readonly CreditShare[]): Map<number, CreditShare[]> {
  const groups = new Map<number, CreditShare[]>()
  for (const share of shares) groups.set(share.creditOrder, [...(groups.get(share.creditOrder) ?? []), share])
  return groups
}

/** Two rows of a credit may be about one line: the API wants each line once. */
function linesOf(shares: readonly CreditShare[], context: Context): ImportedLineInput[] {
  const units = new Map<string, number>()
  for (const share of shares) {
    const line = context.lineOf(share.saleRow)
    units.set(line, (units.get(line) ?? 0) + share.units)
  }
  return [...units].map(([line, quantity]) => ({ line, quantity }))
}
