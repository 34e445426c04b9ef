import { type AnswerOf, ApiError, type Client } from '#api-client/client'
import { type Answer, refusals } from '#api-client/documents/answers'
import { mapChannelStatus } from '#api-client/documents/settings'
import { channelToFill, saveSpreadsheetChannel } from '#api-client/documents/spreadsheets'
import type { MapFile } from '#connectors/channels/spreadsheet/map-file'

export type FoundChannel = AnswerOf<typeof channelToFill>['channel']

/** Who forgot to start the server learns it at once, not after the file was read and a minute of waiting. */
const FIRST_MAX_WAIT_MS = 10_000

export async function findChannel(client: Client, key: string, stop: AbortSignal): Promise<FoundChannel> {
  const call = { repeatSafe: true, stop, maxWaitMs: FIRST_MAX_WAIT_MS }
  return (await client.execute(channelToFill, { key }, call)).channel
}

/** Makes the channel where it is missing, and maps the statuses that it does not know yet. What people have set stays. */
export async function prepareChannel(client: Client, key: string, channel: FoundChannel, map: MapFile): Promise<void> {
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
      throw new ApiError(
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
  if (error !== undefined) throw new ApiError('REFUSED', `${what}: ${error.message}`)
}
