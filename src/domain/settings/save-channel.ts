import type { FieldChange } from '../events.ts'
import { refuse } from '../problems.ts'
import { cleanJson } from '../values/text.ts'
import type { AutomationStage } from '../vocabulary.ts'
import { automationStages } from '../vocabulary.ts'
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
  settings: Record<string, unknown>
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

export interface Saved<Row> {
  row: Row
  /** Empty: there is nothing to write. */
  changes: FieldChange[]
}

export function saveChannel(
  before: ChannelRow | null,
  wanted: ChannelToSave,
  moment: { id: string; now: string },
): Saved<ChannelRow> {
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
    stages: wanted.stages == null ? base.stages : automationStages.filter((stage) => wanted.stages!.includes(stage)),
    settings: wanted.settings == null ? base.settings : checkedSettings(wanted.settings),
    updatedAt: moment.now,
  }
  return { row, changes: channelChanges(before, row) }
}

/** The name of the connector that serves it; a kind without one, such as "custom", is served through the API alone. */
const checkedKind = (kind: string): string =>
  /^[a-z0-9][a-z0-9-]*$/.test(kind) && kind.length <= KEY_LIMIT
    ? kind
    : refuse(
        'INVALID_INPUT',
        `${JSON.stringify(kind.slice(0, KEY_LIMIT))} cannot be the kind of a channel: use the name of a connector, "spreadsheet" or "custom".`,
        ['kind'],
      )

function checkedSettings(settings: unknown): Record<string, unknown> {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings))
    return refuse(
      'INVALID_INPUT',
      'The settings of a channel are a JSON object, such as {"releaseOnAuthorization": true}.',
      ['settings'],
    )
  const clean = cleanJson(settings, 'The settings')
  return clean.ok ? (clean.value as Record<string, unknown>) : refuse('INVALID_INPUT', clean.message, ['settings'])
}

/** Settings are told apart by name: a connector's may be many, and one of them changed. */
function channelChanges(before: ChannelRow | null, after: ChannelRow): FieldChange[] {
  const names = [...new Set([...Object.keys(before?.settings ?? {}), ...Object.keys(after.settings)])]
  const settings = fieldChanges<Record<string, unknown>>(before?.settings ?? null, after.settings, names)
  return [
    ...fieldChanges(before, after, ['key', 'name', 'kind', 'enabled', 'stages']),
    ...settings.map((change) => ({ ...change, field: `settings.${change.field}` })),
  ]
}
