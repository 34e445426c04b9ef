import { DEFERRED_PER_REFERENCE } from '../input/limits.ts'
import type { PaymentInput } from '../input/order-input.ts'
import type { Actor } from '../moment.ts'
import { digest } from '../values/text.ts'
import type { CancelReason } from '../vocabulary.ts'

/** A channel cancelled an order that is not here yet: applied when it arrives, so that it never ships. */
export interface DeferredCancellation {
  verb: 'cancelOrder'
  receivedAt: string
  actor: Actor
  reason: CancelReason
  /** By the channel's own line references; null: the whole order. */
  lines: { reference: string; quantity: number }[] | null
  refund: boolean
  note: string | null
  /** The channel's own name of the cancellation; missing in what an earlier release deferred. */
  reference?: string | null
}

/** A payment of an order that is not here yet. Read when it arrives, because only then its currency is known. */
export interface DeferredPayment {
  verb: 'recordPayment'
  receivedAt: string
  actor: Actor
  payment: PaymentInput
}

export type DeferredMessage = DeferredCancellation | DeferredPayment

/** The messages with this one added; the same said twice is kept once. Null: there are too many already. */
export function defer(deferred: readonly DeferredMessage[], message: DeferredMessage): DeferredMessage[] | null {
  const identity = identityOf(message)
  if (deferred.some((other) => identityOf(other) === identity)) return [...deferred]
  return deferred.length < DEFERRED_PER_REFERENCE ? [...deferred, message] : null
}

const identityOf = ({ receivedAt: _, actor: __, ...said }: DeferredMessage): string =>
  digest(said.verb === 'cancelOrder' && said.reference ? { verb: said.verb, reference: said.reference } : said)
