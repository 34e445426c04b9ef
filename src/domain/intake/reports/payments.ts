import type { FieldChange } from '../../events.ts'
import { closeRefundDue } from '../../exception/refund-due.ts'
import type { SnapshotPayment } from '../../input/snapshot.ts'
import { formatAmount } from '../../money/money.ts'
import type { Draft } from '../../order/draft.ts'
import { addReference } from '../../order/references.ts'
import type { PaymentRow } from '../../rows/payment-rows.ts'
import type { PaymentStatus, TransactionKind } from '../../vocabulary.ts'

/** The parts of an order that a payment changes, beside the payments. */
export type PaymentPart = 'transactions' | 'references' | 'exceptions'

/**
 * Records what is said of a payment. Money only ever grows: of two messages the larger amounts count, whichever came
 * first, so that any order and any repetition of them ends the same. False: nothing new.
 */
export function applyPayment(draft: Draft<PaymentPart>, said: SnapshotPayment): boolean {
  const known = draft.state.payments.find((row) => row.reference === said.reference)
  const next = joined(known, said, draft)
  if (known !== undefined && unchanged(known, next)) return false
  if (known === undefined) draft.add('payments', next)
  else draft.patch('payments', known.id, next)
  addTransactions(draft, known, next, said)
  addReference(draft, 'PAYMENT', said.reference, said.provider ?? draft.channel.key)
  if (draft.before !== null) {
    draft.event({
      type: 'PAYMENT_RECORDED',
      changes: changesOf(known, next, draft.order.currencyCode),
      data: { payment: said.reference, status: next.status },
    })
    closeRefundDue(draft)
  }
  return true
}

function joined(known: PaymentRow | undefined, said: SnapshotPayment, draft: Draft<PaymentPart>): PaymentRow {
  const amounts = {
    amount: Math.max(known?.amount ?? 0, said.amount),
    authorized: Math.max(known?.authorized ?? 0, said.authorized),
    captured: Math.max(known?.captured ?? 0, said.captured),
    refunded: Math.max(known?.refunded ?? 0, said.refunded),
  }
  return {
    id: known?.id ?? draft.moment.id(),
    orderId: draft.order.id,
    reference: said.reference,
    provider: said.provider ?? known?.provider ?? null,
    method: said.method ?? known?.method ?? null,
    collectedBy: said.collectedBy,
    status: statusOf(amounts, further(known?.status, said.status)),
    ...amounts,
    expiresAt: latest(known?.expiresAt, said.expiresAt),
    updatedAt: draft.moment.now,
  }
}

/** How far a payment has come that captured nothing; of two messages the further one counts. */
const progress: readonly PaymentStatus[] = ['PENDING', 'AUTHORIZED', 'EXPIRED', 'FAILED', 'VOIDED']

const further = (a: PaymentStatus | undefined, b: PaymentStatus): PaymentStatus =>
  a !== undefined && progress.indexOf(a) > progress.indexOf(b) ? a : b

function statusOf(amounts: Pick<PaymentRow, 'amount' | 'captured' | 'refunded'>, stated: PaymentStatus): PaymentStatus {
  const { amount, captured, refunded } = amounts
  if (captured === 0) return progress.includes(stated) || amount === 0 ? stated : 'PENDING'
  if (refunded > 0) return refunded >= captured ? 'REFUNDED' : 'PARTIALLY_REFUNDED'
  return captured >= amount ? 'PAID' : 'PARTIALLY_PAID'
}

const latest = (a: string | null | undefined, b: string | undefined): string | null => {
  if (!a || !b) return b ?? a ?? null
  return Date.parse(a) > Date.parse(b) ? a : b
}

const unchanged = (a: PaymentRow, b: PaymentRow): boolean =>
  a.status === b.status &&
  a.amount === b.amount &&
  a.authorized === b.authorized &&
  a.captured === b.captured &&
  a.refunded === b.refunded &&
  a.provider === b.provider &&
  a.method === b.method &&
  a.collectedBy === b.collectedBy &&
  (a.expiresAt ?? null) === (b.expiresAt ?? null)

/** What a payment's amounts grew by, as the transactions that must have been. */
function addTransactions(
  draft: Draft<PaymentPart>,
  known: PaymentRow | undefined,
  next: PaymentRow,
  said: SnapshotPayment,
): void {
  const grown = (field: 'authorized' | 'captured' | 'refunded') => next[field] - (known?.[field] ?? 0)
  const add = (kind: TransactionKind, amount: number, occurredAt: string = draft.moment.now) => {
    if (amount <= 0) return
    draft.add('transactions', {
      id: draft.moment.id(),
      paymentId: next.id,
      orderId: next.orderId,
      kind,
      status: 'SUCCEEDED',
      amount,
      reference: null,
      occurredAt,
    })
  }
  add('AUTHORIZATION', grown('authorized'))
  add('CAPTURE', grown('captured'), said.capturedAt)
  add('REFUND', grown('refunded'))
  if (next.status === 'VOIDED' && known?.status !== 'VOIDED') add('VOID', next.authorized)
  const paid = grown('captured')
  if (paid > 0) {
    const occurredAt = said.capturedAt ?? draft.moment.now
    draft.post({ account: 'CAPTURE', amount: -paid, reference: said.reference, occurredAt })
  }
}

function changesOf(known: PaymentRow | undefined, next: PaymentRow, currency: string): FieldChange[] {
  const at = (field: string) => `payments.${next.reference}.${field}`
  const amount = (value: number | undefined) => (value === undefined ? null : formatAmount(value, currency))
  const changes: FieldChange[] = []
  if (known?.status !== next.status)
    changes.push({ field: at('status'), before: known?.status ?? null, after: next.status })
  for (const field of ['amount', 'authorized', 'captured', 'refunded'] as const) {
    if ((known?.[field] ?? 0) !== next[field])
      changes.push({ field: at(field), before: amount(known?.[field]), after: amount(next[field]) })
  }
  return changes
}
