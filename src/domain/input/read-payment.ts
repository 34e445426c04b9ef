import { REFERENCE_LIMIT } from '../values/text.ts'
import { collectors, type PaymentStatus, paymentStatuses } from '../vocabulary.ts'
import type { InputReader } from './input-reader.ts'
import type { PaymentInput } from './order-input.ts'
import type { SnapshotPayment } from './snapshot.ts'

/** A payment with the amounts that its status implies where they are not said. */
export function readPayment(read: InputReader, payment: PaymentInput): SnapshotPayment {
  const status = read.word('status', payment.status, paymentStatuses)
  if (status === undefined && !payment.status.trim()) read.refuse('status is missing or blank.', 'status')
  const amount = read.amount('amount', payment.amount)
  if (amount === undefined && !payment.amount.trim()) read.refuse('amount is missing or blank.', 'amount')
  const stated = {
    authorized: read.amount('authorized', payment.authorized),
    captured: read.amount('captured', payment.captured),
    refunded: read.amount('refunded', payment.refunded),
  }
  const amounts = implied(read, status ?? 'PENDING', amount ?? 0, stated)
  return {
    reference: read.required('reference', payment.reference, REFERENCE_LIMIT),
    provider: read.text('provider', payment.provider, REFERENCE_LIMIT),
    method: read.text('method', payment.method, REFERENCE_LIMIT),
    collectedBy: read.word('collectedBy', payment.collectedBy, collectors) ?? 'MERCHANT',
    status: status ?? 'PENDING',
    amount: amount ?? 0,
    ...amounts,
    expiresAt: read.instant('expiresAt', payment.expiresAt),
    capturedAt: read.instant('capturedAt', payment.capturedAt),
  }
}

interface Stated {
  authorized: number | undefined
  captured: number | undefined
  refunded: number | undefined
}

const settled: readonly PaymentStatus[] = ['PAID', 'PARTIALLY_REFUNDED', 'REFUNDED']

function implied(read: InputReader, status: PaymentStatus, amount: number, stated: Stated) {
  if (status === 'PARTIALLY_PAID' && stated.captured === undefined)
    read.refuse('A payment that is PARTIALLY_PAID needs `captured`: how much of it there is.', 'captured')
  if (status === 'PARTIALLY_REFUNDED' && stated.refunded === undefined)
    read.refuse('A payment that is PARTIALLY_REFUNDED needs `refunded`: how much went back.', 'refunded')
  const captured = stated.captured ?? (settled.includes(status) ? amount : 0)
  const refunded = stated.refunded ?? (status === 'REFUNDED' ? captured : 0)
  if (refunded > captured)
    read.refuse('More is refunded than was captured; correct one of the two.', 'refunded', 'AMOUNT_EXCEEDED')
  return { authorized: stated.authorized ?? (status === 'AUTHORIZED' ? amount : 0), captured, refunded }
}
