import { refuse } from '#domain/problems'
import { isStorable } from '#domain/values/text'
import { type ChannelSettings, loadChannelSettings } from '#store/read/settings-facts'
import type { CommandContext } from './command-context.ts'

/** The channel with this key and its settings, as the subject of the mutation; refuses one that is not there or not the viewer's. */
export async function findChannel(
  command: CommandContext,
  key: string,
  channelSku: string | null = null,
): Promise<ChannelSettings> {
  const found =
    isStorable(key) && command.maySee(key) ? await loadChannelSettings(command.handle, key, channelSku) : undefined
  if (found === undefined)
    return refuse(
      'UNKNOWN_CHANNEL',
      `There is no channel with the key ${JSON.stringify(key)}; create it with saveChannel.`,
      ['channelKey'],
    )
  command.subject = { channelId: found.channel.id }
  return found
}
