import { instantOf, localTime } from '#domain/time/zone'

/** One moment of the file: the instant, and the calendar day it had on the wall where the file was written. */
export interface LocalTime {
  epochMs: number
  /** yyyymmdd */
  day: number
}

type Part = 'year' | 'shortYear' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'half'

const tokens: Record<string, { pattern: string; part: Part }> = {
  yyyy: { pattern: '(\\d{4})', part: 'year' },
  yy: { pattern: '(\\d{2})', part: 'shortYear' },
  MM: { pattern: '(\\d{2})', part: 'month' },
  M: { pattern: '(\\d{1,2})', part: 'month' },
  dd: { pattern: '(\\d{2})', part: 'day' },
  d: { pattern: '(\\d{1,2})', part: 'day' },
  HH: { pattern: '(\\d{2})', part: 'hour' },
  H: { pattern: '(\\d{1,2})', part: 'hour' },
  mm: { pattern: '(\\d{2})', part: 'minute' },
  m: { pattern: '(\\d{1,2})', part: 'minute' },
  ss: { pattern: '(\\d{2})', part: 'second' },
  s: { pattern: '(\\d{1,2})', part: 'second' },
  a: { pattern: '([AaPp][Mm])', part: 'half' },
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d{1,9})?))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/

interface Wall {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

const asUtc = (w: Wall): number => Date.UTC(w.year, w.month - 1, w.day, w.hour, w.minute, Math.floor(w.second))

function isReal(w: Wall): boolean {
  if (w.hour > 23 || w.minute > 59 || w.second >= 60) return false
  const at = new Date(asUtc(w))
  return at.getUTCFullYear() === w.year && at.getUTCMonth() === w.month - 1 && at.getUTCDate() === w.day
}

/** A format such as `d/M/yyyy HH:mm` as a parser of wall-clock readings; `iso` reads ISO 8601 without an offset. */
function wallParser(format: string): (text: string) => Wall | null {
  const parts: Part[] = []
  const pattern = format.replace(/yyyy|yy|MM|M|dd|d|HH|H|mm|m|ss|s|a|[.*+?^${}()|[\]\\]/g, (found) => {
    const token = tokens[found]
    if (token === undefined) return `\\${found}`
    parts.push(token.part)
    return token.pattern
  })
  const expression = new RegExp(`^${pattern}$`)
  return (text) => {
    const match = expression.exec(text)
    if (match === null) return null
    const wall: Wall = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 }
    for (const [index, part] of parts.entries()) {
      const value = match[index + 1] ?? ''
      if (part === 'half') wall.hour = (wall.hour % 12) + (value.toLowerCase() === 'pm' ? 12 : 0)
      else if (part === 'shortYear') wall.year = 2000 + Number(value)
      else wall[part] = Number(value)
    }
    return isReal(wall) ? wall : null
  }
}

/** Clocks move at quarters of an hour at the finest, so one look-up serves all readings of a quarter. */
function instantReader(timeZone: string): (wall: Wall) => number {
  const known = new Map<number, number>()
  return (wall) => {
    const utc = asUtc(wall)
    const quarter = utc - (utc % 900_000)
    let instant = known.get(quarter)
    if (instant === undefined) {
      const text = new Date(quarter).toISOString()
      instant = instantOf(text.slice(0, 10), text.slice(11, 16), timeZone)
      known.set(quarter, instant)
    }
    return instant + (utc - quarter)
  }
}

/** Reads the times of one column. The same text comes many times in a row, so the last answer is kept. */
export function localTimeReader(format: string, timeZone: string): (text: string) => LocalTime | null {
  const instant = instantReader(timeZone)
  const parse = format === 'iso' ? null : wallParser(format)
  let lastText: string | undefined
  let last: LocalTime | null = null

  const fromWall = (wall: Wall): LocalTime => ({
    epochMs: instant(wall),
    day: wall.year * 10_000 + wall.month * 100 + wall.day,
  })
  const read = (text: string): LocalTime | null => {
    if (parse !== null) {
      const wall = parse(text)
      return wall === null ? null : fromWall(wall)
    }
    const match = ISO.exec(text)
    if (match === null) return null
    const [, year, month, day, hour = '0', minute = '0', second = '0', offset] = match
    const wall: Wall = {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
    }
    if (!isReal(wall)) return null
    if (offset === undefined) return fromWall(wall)
    const epochMs = asUtc(wall) - offsetMinutes(offset) * 60_000
    return { epochMs, day: Number(localTime(epochMs, timeZone).date.replaceAll('-', '')) }
  }
  return (text) => {
    if (text !== lastText) {
      lastText = text
      last = read(text)
    }
    return last
  }
}

function offsetMinutes(offset: string): number {
  if (offset === 'Z') return 0
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))
  return offset.startsWith('-') ? -minutes : minutes
}
