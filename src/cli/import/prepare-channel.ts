import type { MapFile } from '#connectors/channels/spreadsheet/map-file'
import { type Client, DoorError } from '#door/client'
import { findChannel, mapChannelStatus, saveChannel, type UserError } from './documents.ts'

/** Makes the channel where it is missing, and maps the statuses that it does not know yet. What people have set stays. */
export async function prepareChannel(client: Client, key: string, map: MapFile): Promise<void> {
  const { channel } = await client.execute(findChannel, { key }, { repeatSafe: true })
  if (channel === null) {
    const { saveChannel: saved } = await client.execute(
      saveChannel,
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

function mustHaveWorked(payload: { userErrors: UserError[] } | null, what: string): void {
  const [error] = payload?.userErrors ?? []
  if (payload !== null && error === undefined) return
  throw new DoorError('REFUSED', `${what}: ${error?.message ?? 'the API did not say why'}`)
}
