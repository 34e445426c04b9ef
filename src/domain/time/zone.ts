import { ok, type Result, refuse } from '../result.ts'

/** What a clock and a calendar on the wall of that zone show. */
export type LocalTime = { date: string; time: string }

const formatters = new Map<string, Intl.DateTimeFormat>()

// Building a formatter costs a hundred times more than using it.
const formatterOf = (timeZone: string): Intl.DateTimeFormat => {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formatters.set(timeZone, formatter)
  }
  return formatter
}

export const isTimeZone = (name: string): boolean => {
  try {
    formatterOf(name)
    return true
  } catch {
    return false
  }
}

/** How far the zone's clocks are ahead of UTC at this instant, in milliseconds. */
const offsetAt = (instantMs: number, timeZone: string): number => {
  const wholeSecond = Math.floor(instantMs / 1000) * 1000
  const parts: Record<string, number> = {}
  for (const { type, value } of formatterOf(timeZone).formatToParts(wholeSecond)) parts[type] = Number(value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSecond
}

/** Date (YYYY-MM-DD) and time (HH:MM) in the zone at this instant. */
export const localTime = (instantMs: number, timeZone: string): LocalTime => {
  const text = new Date(instantMs + offsetAt(instantMs, timeZone)).toISOString()
  return { date: text.slice(0, 10), time: text.slice(11, 16) }
}

/**
 * The instant, in milliseconds, at which the zone's clocks show this date and time (HH:MM, 24:00 allowed).
 * A time that the clocks skip in spring is read as if they had not yet moved, so it lies after the gap; of a time that
 * they show twice in autumn the first is meant.
 */
export const instantOf = (date: string, time: string, timeZone: string): number => {
  const [hours, minutes] = time.split(':')
  const wall = Date.parse(`${date}T00:00:00Z`) + (Number(hours) * 60 + Number(minutes)) * 60_000
  const day = 24 * 3_600_000
  const before = offsetAt(wall - day, timeZone)
  const after = offsetAt(wall + day, timeZone)
  const first = wall - before
  return offsetAt(first, timeZone) === before || offsetAt(wall - after, timeZone) !== after ? first : wall - after
}

/** The date after this one. */
export const nextDate = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 24 * 3_600_000).toISOString().slice(0, 10)

const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(?:[Zz]|[+-]\d{2}:?\d{2})$/

/** A date and time with its offset, as channels write them, as the one form that the domain uses: UTC with milliseconds. */
export const parseInstant = (text: string): Result<string> => {
  const match = rfc3339.exec(text)
  if (!match)
    return refuse('This is not a date and time with its offset; write it as 2026-01-31T09:30:00Z or with +01:00.')
  const [, year, month, day, hour, minute, second = '00'] = match
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  const real = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= lastDay
  if (!real || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return refuse('This date or time does not exist in the calendar; check month, day and time.')
  const offset = /([+-]\d{2}):?(\d{2})$/.exec(text)
  const tail = offset ? `${offset[1]}:${offset[2]}` : 'Z'
  const fraction = /[.,](\d{1,9})/.exec(text)?.[1]?.slice(0, 3).padEnd(3, '0') ?? '000'
  const value = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}${tail}`)
  if (Number.isNaN(value))
    return refuse('The offset of this date and time does not exist; offsets lie within 24 hours.')
  return ok(new Date(value).toISOString())
}
