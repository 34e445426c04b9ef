import { mapChannelStatus } from '#domain/settings/map-channel-status'
import { builder } from '#schema/builder'
import { HoldReason, StatusIntent } from '#schema/enums'
import { ChannelPayload } from '#schema/payloads'
import { findChannel } from '../find-channel.ts'
import { mutation } from '../mutation.ts'

mutation('mapChannelStatus', {
  description: `Says what a channel's own status asks of the lifecycle, in place of what it asked before. A status without a mapping holds its order with
UNMAPPED_STATUS; held orders of the channel are judged again within a second or so.`,
  payload: ChannelPayload,
  scope: 'settings:write',
  args: builder.args((t) => ({
    channelKey: t.string({ required: true }),
    field: t.string({ required: true, description: 'The channel\'s name of the status, such as "financial_status".' }),
    value: t.string({
      required: true,
      description: 'The channel\'s word, such as "partially_paid"; letter case aside.',
    }),
    intent: t.field({ type: StatusIntent, required: true }),
    holdReason: t.field({ type: HoldReason, description: 'Why the order waits; with the intent HOLD, and only then.' }),
  })),
  run: async (args, command) => {
    const { channel, statusMap } = await findChannel(command, args.channelKey)
    const [field, value] = [args.field.trim(), args.value.trim()]
    const before = statusMap.find((mapping) => same(mapping.field, field) && same(mapping.value, value)) ?? null
    const { row, event } = mapChannelStatus(channel, before, statusMap.length, args, command.moment.id())
    const answer = { channelId: channel.id }
    if (event === null) return command.commit({}, answer)
    return command.commit(
      {
        rows: [{ table: 'channel_status_mapping', op: before === null ? 'insert' : 'update', rows: [row] }],
        events: [event],
      },
      answer,
    )
  },
})

/** Words that differ in case alone mean the same (domain/order/intents.ts), so they share one mapping. */
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
