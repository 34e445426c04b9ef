import type { NewSettingsEvent } from '../events/settings.ts'
import { refuse } from '../problems.ts'
import { isTimeZone } from '../time/zone.ts'
import { isCountryCode } from '../values/country.ts'
import { REFERENCE_LIMIT } from '../values/text.ts'
import type { WarehouseKind, Weekday } from '../vocabulary.ts'
import { weekdays } from '../vocabulary.ts'
import { checkedInteger, checkedText } from './checked.ts'
import { fieldChanges } from './field-changes.ts'
import { checkedKey } from './key.ts'
import type { Saved } from './save-channel.ts'

/** Cut-offs of one warehouse: each carrier service once or twice. */
export const CUT_OFF_LIMIT = 200
/** Lower is asked first. */
export const PRIORITY_LIMIT = 1_000_000

export interface CutOff {
  carrier: string
  service: string
  weekdays: Weekday[]
  /** HH:MM on the warehouse's clocks. */
  time: string
}

export interface WarehouseRow {
  id: string
  key: string
  name: string
  kind: WarehouseKind
  timeZone: string
  countryCode: string
  priority: number
  cutOffs: CutOff[]
  enabled: boolean
  updatedAt: string
}

/** What is absent or null stays as it is. */
export interface WarehouseToSave {
  key: string
  name?: string | null
  kind?: WarehouseKind | null
  timeZone?: string | null
  countryCode?: string | null
  priority?: number | null
  cutOffs?: readonly CutOff[] | null
  enabled?: boolean | null
}

/** A new warehouse until somebody says otherwise: where the default business hours are, asked after those with a priority. */
const fresh = { kind: 'OWN', timeZone: 'Europe/London', countryCode: 'GB', priority: 100, enabled: true } as const

export function saveWarehouse(
  before: WarehouseRow | null,
  wanted: WarehouseToSave,
  moment: { id: string; now: string },
): Saved<WarehouseRow, NewSettingsEvent> {
  const base: WarehouseRow = before ?? {
    ...fresh,
    id: moment.id,
    key: checkedKey(wanted.key, 'warehouse', 'warehouseKey'),
    name: wanted.key,
    cutOffs: [],
    updatedAt: moment.now,
  }
  const row: WarehouseRow = {
    ...base,
    name: wanted.name == null ? base.name : checkedText(wanted.name, "The warehouse's name", ['name']),
    kind: wanted.kind ?? base.kind,
    timeZone: wanted.timeZone == null ? base.timeZone : checkedZone(wanted.timeZone),
    countryCode: wanted.countryCode == null ? base.countryCode : checkedCountry(wanted.countryCode),
    priority:
      wanted.priority == null
        ? base.priority
        : checkedInteger(wanted.priority, 'The priority', ['priority'], PRIORITY_LIMIT),
    cutOffs: wanted.cutOffs == null ? base.cutOffs : checkedCutOffs(wanted.cutOffs),
    enabled: wanted.enabled ?? base.enabled,
    updatedAt: moment.now,
  }
  const fields = ['key', 'name', 'kind', 'timeZone', 'countryCode', 'priority', 'cutOffs', 'enabled'] as const
  const changes = fieldChanges(before, row, fields)
  if (changes.length === 0) return { row, event: null }
  return { row, event: { type: 'SETTINGS_CHANGED', warehouseKeys: [row.key], changes, data: { subject: 'WAREHOUSE' } } }
}

const checkedZone = (timeZone: string): string =>
  isTimeZone(timeZone)
    ? timeZone
    : refuse(
        'INVALID_INPUT',
        `${JSON.stringify(timeZone.slice(0, 50))} is no time zone; use an IANA name such as "Europe/London".`,
        ['timeZone'],
      )

const checkedCountry = (code: string): string =>
  isCountryCode(code)
    ? code
    : refuse('INVALID_INPUT', `"${code}" is no country; use an ISO 3166-1 alpha-2 code such as "GB".`, ['countryCode'])

function checkedCutOffs(cutOffs: readonly CutOff[]): CutOff[] {
  if (cutOffs.length > CUT_OFF_LIMIT)
    refuse('LIMIT_EXCEEDED', `A warehouse has at most ${CUT_OFF_LIMIT} cut-offs; these are ${cutOffs.length}.`, [
      'cutOffs',
    ])
  return cutOffs.map((cutOff, index) => {
    const at = (field: string) => ['cutOffs', String(index), field]
    if (cutOff.weekdays.length === 0)
      refuse('INVALID_INPUT', 'A cut-off without weekdays never applies; name at least one.', at('weekdays'))
    return {
      carrier: checkedText(cutOff.carrier, 'The carrier', at('carrier'), REFERENCE_LIMIT),
      service: checkedText(cutOff.service, 'The service', at('service'), REFERENCE_LIMIT),
      weekdays: weekdays.filter((day) => cutOff.weekdays.includes(day)),
      time: cutOff.time,
    }
  })
}
