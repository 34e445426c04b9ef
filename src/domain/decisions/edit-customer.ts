import { InputReader } from '../input/input-reader.ts'
import type { CustomerInput } from '../input/order-input.ts'
import type { Moment } from '../moment.ts'
import { type Change, Draft } from '../order/draft.ts'
import { type Named, needs } from '../order/parts.ts'
import type { OrderFacts } from '../order/state.ts'
import { problem, Refusal } from '../problems.ts'
import { requireReason } from '../reason-codes.ts'
import { LINE_LIMIT, REFERENCE_LIMIT } from '../values/text.ts'
import { deterministicId } from '../values/uuid.ts'

export const editCustomerNeeds = needs('customer')
type Part = Named<typeof editCustomerNeeds>

export interface EditCustomerCommand {
  customer: CustomerInput
  reasonCode: string
}

/**
 * Mends what is known of the customer, for all of their orders in the channel. What is not given stays. The channel's own
 * number names the customer, so it is not edited. Null: nothing differs.
 */
export function editCustomer(
  facts: OrderFacts<Part>,
  command: EditCustomerCommand,
  moment: Moment,
): Change<Part> | null {
  const reasonCode = requireReason(command.reasonCode, 'EDIT_CUSTOMER')
  const { state, channel } = facts
  const read = new InputReader(['customer'])
  const said = {
    name: read.text('name', command.customer.name, LINE_LIMIT),
    email: read.text('email', command.customer.email, LINE_LIMIT),
    phone: read.text('phone', command.customer.phone, REFERENCE_LIMIT),
  }
  const { reference } = command.customer
  if (reference && reference !== state.customer?.reference)
    read.refuse("The channel's number of a customer cannot be changed; leave it out.", 'reference')
  if (read.problems.length > 0) throw new Refusal(...read.problems)
  const known = state.customer ?? blank(facts)
  const fields = (['name', 'email', 'phone'] as const).filter(
    (field) => said[field] !== undefined && said[field] !== known[field],
  )
  if (fields.length === 0) {
    if (Object.values(said).every((value) => value === undefined))
      throw new Refusal(problem('INVALID_INPUT', 'Give a name, an e-mail or a phone number.', ['customer']))
    return null
  }
  const draft = Draft.edit(facts, moment)
  const patch = Object.fromEntries(fields.map((field) => [field, said[field]]))
  draft.setCustomer({ ...known, ...patch, channelId: channel.id, updatedAt: moment.now })
  if (state.order.customerId !== known.id) draft.set({ customerId: known.id })
  draft.event({
    type: 'ORDER_UPDATED',
    reasonCode,
    changes: fields.map((field) => ({
      field: `customer.${field}`,
      before: known[field],
      after: said[field],
      personal: true,
    })),
  })
  return draft.finish()
}

const blank = ({ state, channel }: OrderFacts<Part>) => ({
  id: deterministicId('customer', channel.key, 'order', state.order.reference),
  channelId: channel.id,
  reference: null,
  name: null,
  email: null,
  phone: null,
  updatedAt: state.order.placedAt,
})
