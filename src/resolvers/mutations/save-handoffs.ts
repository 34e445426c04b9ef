import { saveHandoffs } from '#domain/settings/save-handoffs'
import { builder } from '#schema/builder'
import { ChannelPayload } from '#schema/payloads'
import { findChannel } from '../find-channel.ts'
import { HandoffInput } from '../inputs/settings.ts'
import { mutation } from '../mutation.ts'

mutation('saveHandoffs', {
  description:
    "Writes down a channel's path from order capture to dispatch confirmation, in place of the whole one before. It documents; it switches nothing on.",
  payload: ChannelPayload,
  scope: 'settings:write',
  args: builder.args((t) => ({
    channelKey: t.string({ required: true }),
    handoffs: t.field({ type: [HandoffInput], required: true, description: 'Every step, at most 100.' }),
  })),
  run: async (args, command) => {
    const { channel, handoffs } = await findChannel(command, args.channelKey)
    const before = handoffs.map(({ id: _, channelId: __, ...step }) => step)
    const saved = saveHandoffs(channel.key, before, args.handoffs)
    const answer = { channelId: channel.id }
    if (saved === null) return command.commit({}, answer)
    const rows = saved.steps.map((step) => ({ id: command.moment.id(), channelId: channel.id, ...step }))
    return command.commit(
      {
        rows: [
          { table: 'handoff', op: 'delete', rows: handoffs.map(({ id }) => ({ id })) },
          { table: 'handoff', op: 'insert', rows },
        ],
        events: [saved.event],
      },
      answer,
    )
  },
})
