import { ok, type Result, refuse } from '../result.ts'

/** Years outside of these are slips of a pen or of a clock, and no channel sells in them. */
export const EARLIEST_YEAR = 1970
export const LATEST_YEAR = 2199

const pattern = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/

/** A point in time as a channel writes it (ISO 8601 with an offset), in UTC with milliseconds. */
export const parseInstant = (text: string): Result<string> => {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  const match = pattern.exec(text.trim())
  if (!match)
    return refuse(`"${shown}" is not a point in time; write it with its offset from UTC, such as 2026-11-22T09:30:00Z.`)
  const [, year, month, day, hour, minute, second = '00', zone] = match
  const offset = zone!.length === 5 && zone !== 'Z' ? `${zone!.slice(0, 3)}:${zone!.slice(3)}` : zone!.toUpperCase()
  const fraction = /\.\d+/.exec(text)?.[0].slice(0, 4) ?? ''
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${offset}`)
  // JavaScript reads 30 February as 2 March.
  const exists = new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDate() === Number(day)
  if (Number.isNaN(date.getTime()) || !exists)
    return refuse(`"${shown}" is no day or time of the calendar; correct it.`)
  if (Number(year) < EARLIEST_YEAR || Number(year) > LATEST_YEAR)
    return refuse(`"${shown}" lies outside the years ${EARLIEST_YEAR} to ${LATEST_YEAR}; correct it.`)
  return ok(date.toISOString())
}
