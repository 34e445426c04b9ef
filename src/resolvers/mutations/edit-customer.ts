import { editCustomer, editCustomerNeeds } from '#domain/decisions/edit-customer'
import { builder } from '#schema/builder'
import { OrderPayload } from '#schema/payloads'
import { CustomerInput } from '../inputs/addresses.ts'
import { OrderKey } from '../inputs/keys.ts'
import { mutation } from '../mutation.ts'

mutation('editCustomer', {
  description:
    "Corrects name, e-mail or phone number of the order's customer; what is left out stays. A customer with several orders in the channel is corrected in all of them.",
  payload: OrderPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    order: t.field({ type: OrderKey, required: true }),
    customer: t.field({ type: CustomerInput, required: true }),
    reasonCode: t.string({ required: true, description: 'One that applies to EDIT_CUSTOMER.' }),
    ifVersion: t.int({ description: 'Refuses with STALE_VERSION when the order is not at this version.' }),
  })),
  run: async ({ order, customer, reasonCode, ifVersion }, command) => {
    const facts = await command.order(order, editCustomerNeeds, { ifVersion })
    const change = editCustomer(facts, { customer, reasonCode }, command.moment)
    return command.commit({ changes: change === null ? [] : [change] }, { orderId: facts.state.order.id })
  },
})
