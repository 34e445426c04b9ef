import type { FieldChange } from '../events/event-of.ts'
import type { ChannelField, NewChannelEvent } from '../events/settings.ts'
import { refuse } from '../problems.ts'
import { type AutomationStage, automationStages, channelKinds, workingStages } from '../vocabulary.ts'
import { type ChannelSettings, checkedSettings } from './channel-settings.ts'
import { checkedText } from './checked.ts'
import { fieldChanges } from './field-changes.ts'
import { checkedKey, KEY_LIMIT } from './key.ts'

export interface ChannelRow {
  id: string
  key: string
  name: string
  kind: string
  enabled: boolean
  stages: AutomationStage[]
  settings: ChannelSettings
  updatedAt: string
}

/** What is absent or null stays as it is; a new channel takes its key as name, the kind "custom", and is enabled without stages. */
export interface ChannelToSave {
  key: string
  name?: string | null
  kind?: string | null
  enabled?: boolean | null
  stages?: readonly AutomationStage[] | null
  settings?: unknown
}

export interface Saved<Row, Event> {
  row: Row
  /** Null: nothing changes, so there is nothing to write. */
  event: Event | null
}

/** What a change of a channel records; null where nothing changes. */
export const channelSaved = (channelKey: string, changes: FieldChange<ChannelField>[]): NewChannelEvent | null =>
  changes.length === 0 ? null : { type: 'CHANNEL_SAVED', channelKey, changes }

export function saveChannel(
  before: ChannelRow | null,
  wanted: ChannelToSave,
  moment: { id: string; now: string },
): Saved<ChannelRow, NewChannelEvent> {
  const base: ChannelRow = before ?? {
    id: moment.id,
    key: checkedKey(wanted.key, 'channel', 'channelKey'),
    name: wanted.key,
    kind: 'custom',
    enabled: true,
    stages: [],
    settings: {},
    updatedAt: moment.now,
  }
  const row: ChannelRow = {
    ...base,
    name: wanted.name == null ? base.name : checkedText(wanted.name, "The channel's name", ['name']),
    kind: wanted.kind == null ? base.kind : checkedKind(wanted.kind),
    enabled: wanted.enabled ?? base.enabled,
    stages: wanted.stages == null ? base.stages : checkedStages(wanted.stages),
    settings: wanted.settings == null ? base.settings : checkedSettings(wanted.settings),
    updatedAt: moment.now,
  }
  return { row, event: channelSaved(row.key, channelChanges(before, row)) }
}

const checkedKind = (kind: string): string =>
  channelKinds.some((known) => known === kind)
    ? kind
    : refuse(
        'INVALID_INPUT',
        `${JSON.stringify(kind.slice(0, KEY_LIMIT))} is no kind of channel. There are: ${channelKinds.join(', ')}. Take "custom" where something of yours calls the API.`,
        ['kind'],
      )

function checkedStages(wanted: readonly AutomationStage[]): AutomationStage[] {
  const idle = wanted.find((stage) => !workingStages.includes(stage))
  if (idle === undefined) return automationStages.filter((stage) => wanted.includes(stage))
  return refuse(
    'INVALID_INPUT',
    `The stage ${idle} does nothing yet, so it cannot be switched on. These work: ${workingStages.join(', ')}.`,
    ['stages'],
  )
}

/** Settings are compared by name: a connector's may be many, and one of them changed. */
function channelChanges(before: ChannelRow | null, after: ChannelRow): FieldChange<ChannelField>[] {
  const names = [...new Set([...Object.keys(before?.settings ?? {}), ...Object.keys(after.settings)])]
  const settings = fieldChanges<Record<string, unknown>, string>({ ...before?.settings }, { ...after.settings }, names)
  return [
    ...fieldChanges(before, after, ['key', 'name', 'kind', 'enabled', 'stages']),
    ...settings.map((change) => ({ ...change, field: `settings.${change.field}` as const })),
  ]
}
