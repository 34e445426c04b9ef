import { closeCase, openCase } from '../../exception/cases.ts'
import { closeRefundDue, openRefundDue } from '../../exception/refund-due.ts'
import type { Snapshot, SnapshotRefund } from '../../input/snapshot.ts'
import { formatAmount } from '../../money/money.ts'
import type { Draft } from '../../order/draft.ts'
import { intentsOf } from '../../order/intents.ts'
import { deriveMoneyPosition } from '../../order/payment-status.ts'
import { addReference } from '../../order/references.ts'
import type { RefundKind } from '../../vocabulary.ts'
import { linePartsOf, partsNow, share } from '../line-parts.ts'

const RULE = 'channel-refund'

/** Records each refund that the channel reports, once. Money that went back is a fact, so it is never refused. */
export function applyRefunds(draft: Draft, snapshot: Snapshot): void {
  for (const report of snapshot.refunds ?? []) {
    if (draft.state.refunds.some((row) => row.reference === report.reference)) continue
    record(draft, report, kindOf(report, snapshot))
  }
  if (wasCancelled(draft, snapshot)) openRefundDue(draft)
  closeRefundDue(draft)
  tellTooMuch(draft)
}

/** Cancelled in the channel: whoever paid gets money back, and until it is reported somebody looks after it. */
const wasCancelled = (draft: Draft, snapshot: Snapshot): boolean =>
  snapshot.cancellations?.some((report) => !report.requested) === true ||
  intentsOf(draft.channel, draft.order.channelStatuses).some(({ intent }) => intent === 'CANCEL')

/** What it was for: the return or the cancellation with the same reference. */
const kindOf = ({ reference }: SnapshotRefund, { returns, cancellations }: Snapshot): RefundKind => {
  if (returns?.some((report) => report.reference === reference)) return 'RETURN'
  return cancellations?.some((report) => report.reference === reference) ? 'CANCELLATION' : 'OTHER'
}

function record(draft: Draft, report: SnapshotRefund, kind: RefundKind): void {
  const { now } = draft.moment
  const at = report.refundedAt ?? now
  const { currencyCode } = draft.order
  const parts = linePartsOf(draft.state)
  const lines = (report.lines ?? []).flatMap(({ line, quantity }) =>
    share(partsNow(draft, parts, line), quantity, (row) => row.quantity),
  )
  draft.add('refunds', {
    id: draft.moment.id(),
    orderId: draft.order.id,
    kind,
    origin: 'CHANNEL',
    amount: report.amount,
    status: 'SETTLED',
    reasonCode: null,
    reference: report.reference,
    lines,
    createdAt: now,
    settledAt: at,
  })
  // Where payments list their own refunds, the two accounts overlap, and the rest is posted when the order is finished.
  if (draft.state.payments.every((payment) => payment.refunded === 0))
    draft.post({ account: 'REFUND', amount: report.amount, reference: report.reference, occurredAt: at })
  addReference(draft, 'REFUND', report.reference)
  const amount = `${formatAmount(report.amount, currencyCode)} ${currencyCode}`
  draft.event({
    type: 'REFUND_RECORDED',
    changes:
      report.reason === undefined ? [] : [{ field: 'reason', before: null, after: report.reason, personal: true }],
    data: { reference: report.reference, amount, kind },
  })
  const { paidTotal, refundedTotal } = deriveMoneyPosition(draft.state)
  if (lines.length === 0 && refundedTotal < paidTotal)
    openCase(draft, {
      kind: 'PARTIAL_REFUND',
      subject: `order:${draft.order.id}:refund:${report.reference}`,
      summary: `The channel refunded ${amount} and does not say for what: find out whether units come back.`,
      evidence: { refund: report.reference, amount },
      rule: RULE,
    })
}

function tellTooMuch(draft: Draft): void {
  const { paidTotal, refundedTotal } = deriveMoneyPosition(draft.state)
  const subject = `order:${draft.order.id}:refunds`
  if (refundedTotal <= paidTotal) {
    closeCase(draft, 'RECONCILIATION_MISMATCH', subject)
    return
  }
  const amount = (minor: number) => `${formatAmount(minor, draft.order.currencyCode)} ${draft.order.currencyCode}`
  openCase(draft, {
    kind: 'RECONCILIATION_MISMATCH',
    subject,
    summary: `Refunded is ${amount(refundedTotal)}, more than the ${amount(paidTotal)} that was paid: find the missing payment, or the refund too many.`,
    evidence: { refunded: amount(refundedTotal), paid: amount(paidTotal) },
    rule: RULE,
  })
}
