import type { LedgerAccount } from '../vocabulary.ts'
import type { CoreState } from './parts.ts'

type Amounts = Partial<Record<LedgerAccount, number>>

/** Accounts of money that moved; every other one says what the order comes to. */
const moved: readonly LedgerAccount[] = ['CAPTURE', 'REFUND']

/** What the order comes to, by account. Its sum is the total. */
function charged({ order, lines }: Pick<CoreState, 'order' | 'lines'>): Amounts {
  let tips = 0
  for (const line of lines) if (line.kind === 'TIP' && line.cancelled === 0) tips += line.total + line.discount
  return {
    SALE: order.subtotal - tips,
    TIP: tips,
    SHIPPING: order.shippingTotal,
    TAX: order.taxesIncluded ? 0 : order.taxTotal,
    DISCOUNT: -order.discountTotal,
    ADJUSTMENT: order.total - orderedTotal(order),
  }
}

const orderedTotal = (order: CoreState['order']): number =>
  order.subtotal + order.shippingTotal - order.discountTotal + (order.taxesIncluded ? 0 : order.taxTotal)

/**
 * The entries that a decision has not posted itself. After them the ledger of the order adds up to its balance:
 * total − paidTotal + refundedTotal, whatever the decision did.
 */
export function missingEntries(
  before: CoreState | null,
  after: CoreState,
  posted: readonly { account: LedgerAccount; amount: number }[],
): { account: LedgerAccount; amount: number }[] {
  const sumPosted = (wanted: (account: LedgerAccount) => boolean) =>
    posted.reduce((sum, entry) => (wanted(entry.account) ? sum + entry.amount : sum), 0)
  const paid = after.order.paidTotal - (before?.order.paidTotal ?? 0)
  const refunded = after.order.refundedTotal - (before?.order.refundedTotal ?? 0)
  const entries = chargedEntries(before, after, sumPosted)
  entries.push({ account: 'CAPTURE', amount: -paid - sumPosted((account) => account === 'CAPTURE') })
  entries.push({ account: 'REFUND', amount: refunded - sumPosted((account) => account === 'REFUND') })
  return entries
}

function chargedEntries(
  before: CoreState | null,
  after: CoreState,
  sumPosted: (wanted: (account: LedgerAccount) => boolean) => number,
): { account: LedgerAccount; amount: number }[] {
  const already = sumPosted((account) => !moved.includes(account))
  const due = after.order.total - (before?.order.total ?? 0)
  if (already !== 0) return [{ account: 'ADJUSTMENT', amount: due - already }]
  if (due === 0) return []
  const old = before === null ? {} : charged(before)
  return Object.entries(charged(after)).map(([account, amount]) => ({
    account: account as LedgerAccount,
    amount: amount - (old[account as LedgerAccount] ?? 0),
  }))
}
