import { editAddressNeeds, editShippingAddress } from '#domain/decisions/edit-shipping-address'
import { builder } from '#schema/builder'
import { OrderPayload } from '#schema/payloads'
import { AddressInput } from '../inputs/addresses.ts'
import { OrderKey } from '../inputs/keys.ts'
import { mutation } from '../mutation.ts'

mutation('editShippingAddress', {
  description:
    "Replaces the shipping address while something is still to be sent, and judges it again. The channel's next snapshot does not undo it, unless the channel changed the address too: then a person is asked.",
  payload: OrderPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    order: t.field({ type: OrderKey, required: true }),
    address: t.field({ type: AddressInput, required: true, description: 'The whole address.' }),
    reasonCode: t.string({ required: true, description: 'One that applies to EDIT_SHIPPING_ADDRESS.' }),
    ifVersion: t.int({ description: 'Refuses with STALE_VERSION when the order is not at this version.' }),
  })),
  run: async ({ order, address, reasonCode, ifVersion }, command) => {
    const facts = await command.order(order, editAddressNeeds, { ifVersion, demand: true })
    const change = editShippingAddress(facts, { address, reasonCode }, command.moment)
    return command.commit({ changes: change === null ? [] : [change] }, { orderId: facts.state.order.id })
  },
})
