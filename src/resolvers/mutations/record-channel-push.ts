import { pushNeeds, recordChannelPush } from '#domain/decisions/record-channel-push'
import { problem } from '#domain/problems'
import { isUuid } from '#domain/values/uuid'
import { builder } from '#schema/builder'
import { PushState } from '#schema/enums'
import { OrderPayload } from '#schema/payloads'
import { mutation } from '../mutation.ts'

mutation('recordChannelPush', {
  description: `For connectors: records what the channel made of what it received. CONFIRMED stands, whatever a later attempt says; REJECTED opens an exception
CHANNEL_PUSH_REJECTED; IN_DOUBT says that no answer came, so that it is looked up before it is said again.`,
  payload: OrderPayload,
  scope: 'orders:write',
  args: builder.args((t) => ({
    pushId: t.id({ required: true, description: 'The id of the push: `channelPushes { id }` of its order.' }),
    state: t.field({ type: PushState, required: true, description: 'CONFIRMED, REJECTED or IN_DOUBT.' }),
    reference: t.string({ description: 'What the channel calls it, such as its fulfilment id; kept with the order.' }),
    error: t.string({ description: 'What the channel said where it did not agree; cut after 500 characters.' }),
  })),
  run: async (args, command) => {
    const missing = problem('NOT_FOUND', 'Nothing was sent to the channel under this id.', ['pushId'])
    const facts = await command.orderOf('channelPush', isUuid(args.pushId) ? args.pushId : '', pushNeeds, missing)
    const change = recordChannelPush(facts, args, command.moment)
    return command.commit({ changes: change === null ? [] : [change] }, { orderId: facts.state.order.id })
  },
})
