import { refuse } from '#domain/problems'
import { saveChannel } from '#domain/settings/save-channel'
import { isStorable } from '#domain/values/text'
import { channelKinds, workingStages } from '#domain/vocabulary'
import { builder } from '#schema/builder'
import { AutomationStage } from '#schema/enums'
import { ChannelPayload } from '#schema/payloads'
import { loadChannelSettings } from '#store/read/settings-facts'
import { mutation } from '../mutation.ts'

mutation('saveChannel', {
  description: `Creates a channel, or changes the one with this key. What is absent or null stays as it is; a new channel takes its key as name and the kind
"custom", and is enabled without any stage: nothing is automated until you say so.`,
  payload: ChannelPayload,
  scope: 'settings:write',
  args: builder.args((t) => ({
    channelKey: t.string({ required: true, description: '1 to 50 letters and digits, with - . or _ between them.' }),
    name: t.string(),
    kind: t.string({
      description: `What serves it: ${channelKinds.join(', ')}. "custom" is whatever calls the API itself.`,
    }),
    enabled: t.boolean({ description: 'False: its connector rests, and its orders are not released by themselves.' }),
    stages: t.field({
      type: [AutomationStage],
      description: `All stages that are on; one that is missing is off. These work by now, and others are refused: ${workingStages.join(', ')}. AUTO_RELEASE also
releases what is ready already, unless it was taken back from release before.`,
    }),
    settings: t.field({
      type: 'JSON',
      description: `An object, in place of the whole one before; a setting that is not named here is refused. \`releaseOnAuthorization\`: true where an
authorized payment is enough to release. \`locations\`: the channel's names of places, each with the key of the warehouse that it means.`,
    }),
  })),
  run: async (args, command) => {
    const { channelKey: key, ...wanted } = args
    if (!command.maySee(key))
      refuse('UNKNOWN_CHANNEL', `There is no channel with the key ${JSON.stringify(key)}.`, ['channelKey'])
    const before = isStorable(key) ? await loadChannelSettings(command.handle, key) : undefined
    command.subject = { channelId: before?.channel.id ?? null }
    const moment = { id: command.moment.id(), now: command.moment.now }
    const { row, event } = saveChannel(before?.channel ?? null, { ...wanted, key }, moment)
    const answer = { channelId: row.id }
    if (event === null) return command.commit({}, answer)
    return command.commit(
      {
        rows: [{ table: 'channel', op: before === undefined ? 'insert' : 'update', rows: [row] }],
        events: [event],
      },
      answer,
    )
  },
})
