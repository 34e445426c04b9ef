import { refuse } from '../problems.ts'
import { NOTE_LIMIT, REFERENCE_LIMIT } from '../values/text.ts'
import { checkedInteger, checkedText, optionalText } from './checked.ts'

/** A position in a channel's own pages can be long, but not a book. */
export const WATERMARK_LIMIT = 2_000
const COUNT_LIMIT = 2_000_000_000

/** The latest run of a connector over one resource of its channel. */
export interface SyncRunRow {
  id: string
  channelId: string
  resource: string
  startedAt: string
  finishedAt: string | null
  ok: boolean | null
  seen: number
  changed: number
  rejected: number
  error: string | null
  watermark: string | null
}

export interface SyncRunToRecord {
  resource: string
  startedAt: string
  finishedAt?: string | null
  ok?: boolean | null
  seen?: number | null
  changed?: number | null
  rejected?: number | null
  error?: string | null
  /** Where the next run starts; null or absent leaves it where it is. */
  watermark?: string | null
}

export interface RecordedRun {
  row: SyncRunRow
  /** FAILING: the second run in a row failed, so it is no blip. WORKING: a run succeeded. */
  channel: 'FAILING' | 'WORKING' | 'UNSURE'
}

/** Null: a run that started before the one that is known says nothing new. */
export function recordSyncRun(
  before: SyncRunRow | null,
  channelId: string,
  wanted: SyncRunToRecord,
  id: string,
): RecordedRun | null {
  if (before !== null && Date.parse(wanted.startedAt) < Date.parse(before.startedAt)) return null
  if (wanted.finishedAt != null && Date.parse(wanted.finishedAt) < Date.parse(wanted.startedAt))
    refuse('INVALID_INPUT', 'A run cannot finish before it started.', ['finishedAt'])
  const ok = wanted.ok ?? null
  const row: SyncRunRow = {
    id: before?.id ?? id,
    channelId,
    resource: checkedText(wanted.resource, 'The resource', ['resource'], REFERENCE_LIMIT),
    startedAt: wanted.startedAt,
    finishedAt: wanted.finishedAt ?? null,
    ok,
    seen: checkedInteger(wanted.seen ?? 0, 'seen', ['seen'], COUNT_LIMIT),
    changed: checkedInteger(wanted.changed ?? 0, 'changed', ['changed'], COUNT_LIMIT),
    rejected: checkedInteger(wanted.rejected ?? 0, 'rejected', ['rejected'], COUNT_LIMIT),
    error: wanted.error == null ? null : errorText(wanted.error),
    watermark: optionalText(
      wanted.watermark ?? undefined,
      before?.watermark ?? null,
      'The watermark',
      ['watermark'],
      WATERMARK_LIMIT,
    ),
  }
  const again = before !== null && Date.parse(wanted.startedAt) > Date.parse(before.startedAt) && before.ok === false
  return { row, channel: ok === true ? 'WORKING' : ok === false && again ? 'FAILING' : 'UNSURE' }
}

/** What a channel answered may be a page, or not even text; it is cut and mended rather than refused. */
const errorText = (error: string): string => error.slice(0, NOTE_LIMIT).replace(/\0|\p{Surrogate}/gu, '\uFFFD')
