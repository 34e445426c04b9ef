import { messageNeeds, recordMessage } from '#domain/decisions/record-message'
import { isStorable } from '#domain/values/text'
import { builder } from '#schema/builder'
import { OrderPayload } from '#schema/payloads'
import { isMessageKnown } from '#store/read/messages'
import { OrderKey } from '../inputs/keys.ts'
import { MessageInput } from '../inputs/message.ts'
import { mutation } from '../mutation.ts'

mutation('recordMessage', {
  description:
    'Records a message to or from the buyer, once by its reference. A buyer who asks where the order is, is counted as such.',
  payload: OrderPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    order: t.field({ type: OrderKey, required: true }),
    message: t.field({ type: MessageInput, required: true }),
  })),
  run: async ({ order, message }, command) => {
    const facts = await command.order(order, messageNeeds)
    const { id } = facts.state.order
    const reference = message.reference.trim()
    if (isStorable(reference) && (await isMessageKnown(command.handle, id, reference)))
      return command.commit({}, { orderId: id })
    return command.commit({ changes: [recordMessage(facts, message, command.moment)] }, { orderId: id })
  },
})
