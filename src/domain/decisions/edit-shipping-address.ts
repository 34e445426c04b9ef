import { InputReader } from '../input/input-reader.ts'
import type { AddressTexts } from '../input/order-input.ts'
import { readAddress } from '../input/read-order.ts'
import { says } from '../input/snapshot.ts'
import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts, OrderState } from '../order/state.ts'
import { type Problem, problem, Refusal } from '../problems.ts'
import { requireReason } from '../reason-codes.ts'
import { runValidation } from '../validation/run-validation.ts'

export const editAddressNeeds = needs('holds', 'exceptions')
type Part = Named<typeof editAddressNeeds>

export interface EditAddressCommand {
  address: AddressTexts
  reasonCode: string
}

/** Why the address can no longer matter. */
export const editAddressRefusal = ({ order, lines }: Pick<OrderState, 'order' | 'lines'>): Problem | null =>
  lines.some((line) => line.open + line.allocated > 0)
    ? null
    : problem(
        'TOO_LATE_TO_CHANGE',
        `Nothing of order ${order.number} is still to be sent, so its address can no longer be changed.`,
        ['order'],
      )

/** Mends where the order goes. What the channel sent stays known, so that its next snapshot does not undo it. Null: it is the same. */
export function editShippingAddress(
  facts: OrderFacts<Part>,
  command: EditAddressCommand,
  moment: Moment,
): Change<Part> | null {
  const reasonCode = requireReason(command.reasonCode, 'EDIT_SHIPPING_ADDRESS')
  const refusal = editAddressRefusal(facts.state)
  if (refusal !== null) throw new Refusal(refusal)
  const read = new InputReader([])
  const address = readAddress(read, 'address', command.address)
  if (read.problems.length > 0) throw new Refusal(...read.problems)
  if (address === undefined)
    throw new Refusal(problem('INVALID_INPUT', 'The address is blank; give at least one of its parts.', ['address']))
  const before = facts.state.order.shippingAddress
  if (before !== null && says({ ...before, verified: false }, address)) return null
  const draft = Draft.edit(facts, moment)
  draft.set({ shippingAddress: address })
  draft.event({
    type: 'ORDER_UPDATED',
    reasonCode,
    changes: [{ field: 'shippingAddress', before, after: address, personal: true }],
  })
  runValidation(draft, facts)
  return draft.finish()
}
