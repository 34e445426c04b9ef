import type { MapFile } from '#connectors/channels/spreadsheet/map-file'
import { type Client, DoorError } from '#door/client'
import { type Answer, refusals } from '#door/documents/answers'
import { mapChannelStatus } from '#door/documents/settings'
import { channelToFill, saveSpreadsheetChannel } from '#door/documents/spreadsheets'

/** Makes the channel where it is missing, and maps the statuses that it does not know yet. What people have set stays. */
export async function prepareChannel(client: Client, key: string, map: MapFile): Promise<void> {
  const { channel } = await client.execute(channelToFill, { key }, { repeatSafe: true })
  if (channel === null) {
    const { saveChannel: saved } = await client.execute(
      saveSpreadsheetChannel,
      { key, name: map.channelName ?? key },
      { repeatSafe: true },
    )
    mustHaveWorked(saved, `channel "${key}" could not be made`)
  }
  const field = map.status?.field ?? 'status'
  for (const [value, intent] of Object.entries(map.status?.intents ?? {})) {
    const known = channel?.statusMap?.find((entry) => entry.field === field && entry.value === value)
    if (known?.intent === intent) continue
    if (known !== undefined) {
      throw new DoorError(
        'REFUSED',
        `channel "${key}" maps ${field} "${value}" to ${known.intent}, the map file to ${intent}; change one of them`,
      )
    }
    const answer = await client.execute(mapChannelStatus, { key, field, value, intent }, { repeatSafe: true })
    mustHaveWorked(answer.mapChannelStatus, `status "${value}" of channel "${key}" could not be mapped`)
  }
}

function mustHaveWorked(answer: Answer, what: string): void {
  const [error] = refusals(answer)
  if (error !== undefined) throw new DoorError('REFUSED', `${what}: ${error.message}`)
}
