import type { NewChannelEvent } from '../events/settings.ts'
import { refuse } from '../problems.ts'
import { REFERENCE_LIMIT } from '../values/text.ts'
import type { HoldReason, StatusIntent } from '../vocabulary.ts'
import { checkedText } from './checked.ts'
import { fieldChanges } from './field-changes.ts'
import { channelSaved, type Saved } from './save-channel.ts'

/** Words of one channel that can be mapped; real channels have some dozens. */
export const STATUS_MAP_LIMIT = 500

export interface StatusMappingRow {
  id: string
  channelId: string
  field: string
  value: string
  intent: StatusIntent
  holdReason: HoldReason | null
}

export interface StatusToMap {
  field: string
  value: string
  intent: StatusIntent
  holdReason?: HoldReason | null
}

/** What a channel's own word asks of the lifecycle. The word is kept as last written; letter case makes no other word. */
export function mapChannelStatus(
  channel: { id: string; key: string },
  before: StatusMappingRow | null,
  known: number,
  wanted: StatusToMap,
  id: string,
): Saved<StatusMappingRow, NewChannelEvent> {
  const holdReason = wanted.holdReason ?? null
  if (wanted.intent === 'HOLD' && holdReason === null)
    refuse('INVALID_INPUT', 'The intent HOLD needs a holdReason that says why the order waits.', ['holdReason'])
  if (wanted.intent !== 'HOLD' && holdReason !== null)
    refuse('INVALID_INPUT', `The intent ${wanted.intent} places no hold; leave out holdReason.`, ['holdReason'])
  if (before === null && known >= STATUS_MAP_LIMIT)
    refuse('LIMIT_EXCEEDED', `A channel maps at most ${STATUS_MAP_LIMIT} statuses.`, ['value'])
  const row: StatusMappingRow = {
    id: before?.id ?? id,
    channelId: channel.id,
    field: checkedText(wanted.field, 'The field', ['field'], REFERENCE_LIMIT),
    value: checkedText(wanted.value, 'The value', ['value'], REFERENCE_LIMIT),
    intent: wanted.intent,
    holdReason,
  }
  const changes = fieldChanges(before, row, ['intent', 'holdReason']).map((change) => ({
    ...change,
    field: `statusMap.${row.field}.${row.value}.${change.field}` as const,
  }))
  return { row, event: channelSaved(channel.key, changes) }
}
