import { InputReader } from '../input/input-reader.ts'
import type { PaymentInput } from '../input/order-input.ts'
import { readPayment } from '../input/read-payment.ts'
import { applyPayment } from '../intake/reports/payments.ts'
import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts } from '../order/state.ts'
import { Refusal } from '../problems.ts'
import { runValidation } from '../validation/run-validation.ts'

export const paymentNeeds = needs('holds', 'exceptions', 'transactions', 'references')
type Part = Named<typeof paymentNeeds>

/** Records what a provider or the channel says of a payment. Null: it is known already. */
export function recordPayment(facts: OrderFacts<Part>, payment: PaymentInput, moment: Moment): Change<Part> | null {
  const read = new InputReader(['payment'])
  read.currency = facts.state.order.currencyCode
  const said = readPayment(read, payment)
  if (read.problems.length > 0) throw new Refusal(...read.problems)
  const draft = Draft.edit(facts, moment)
  if (!applyPayment(draft, said)) return null
  runValidation(draft, facts)
  return draft.finish()
}
